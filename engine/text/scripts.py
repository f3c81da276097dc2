"""Writing systems the English voice cannot read: found, named and left out."""

from __future__ import annotations

import re

_SCRIPTS = {
    "Japanese": "\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff",
    "Chinese": "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff",
    "Korean": "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "Russian": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Thai": "\u0e00-\u0e7f",
    "Hindi": "\u0900-\u097f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
}
_OTHER = "another script"
_SIGNS = "—€£¥₩₹₽¢°×÷"
_FOREIGN = re.compile(rf"[^\x00-\x7f{_SIGNS}]")
_RUN = re.compile(rf"[\d.,:/%+-]{{0,12}}[^\x00-\x7f{_SIGNS}](?:[^\x00-\x7f{_SIGNS}]|[\d.,:/%+-])*")
_NAMES = [(name, re.compile(f"[{ranges}]")) for name, ranges in _SCRIPTS.items()]


def drop_foreign(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` in ASCII with the signs of money, degrees and dashes, and the languages left out (by script).

    Kana anywhere makes the Chinese characters beside it Japanese.
    """
    if not _FOREIGN.search(text):
        return text, ()
    found = [name for name, pattern in _NAMES if pattern.search(text)]
    if "Japanese" in found and "Chinese" in found:
        found.remove("Chinese")
    if not found and any(char.isalpha() for char in text if char > "\x7f"):
        found.append(_OTHER)
    return _RUN.sub(_left, text), tuple(found)


def _left(match: re.Match[str]) -> str:
    """The numbers of a foreign word go with it; stray signs go alone."""
    run = match[0]
    foreign_word = any(char > "\x7f" and char.isalpha() for char in run)
    ending = run[-1] if run[-1] in ".," else ""
    return f"{ending} " if foreign_word else _FOREIGN.sub(" ", run)
