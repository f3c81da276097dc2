"""The languages of version 2.5, in the order of the rows of its language table."""

from __future__ import annotations

from indextts.errors import OptionError

_IN_ORDER = """
en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk
te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo
ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue minnan wuyu dialect zh/en en/zh common
"""
CODES = tuple(_IN_ORDER.split())
"""Row ``n`` of the language table is ``CODES[n]``."""

SPOKEN = ("zh", "en", "ja", "es", "ar")
"""What the release was made for."""

_ROWS = {code: row for row, code in enumerate(CODES)}


def code_of(lang: str) -> str:
    """The code in small letters.

    Raises:
        OptionError: no string, or empty, or with characters no code has.
    """
    code = lang.strip().lower() if isinstance(lang, str) else ""
    if not code.replace("/", "").isalpha() or not code.isascii():
        raise OptionError(f"{lang!r} is no language code.", f"Give one of {', '.join(SPOKEN)}.")
    return code


def language_row(lang: str) -> int:
    """Row of the language table; any code that is not listed shares the row ``common``.

    Raises:
        OptionError: as :func:`code_of`.
    """
    return _ROWS.get(code_of(lang), _ROWS["common"])
