"""Writing systems a voice cannot read: found, named and left out."""

from __future__ import annotations

import functools
import re
import unicodedata

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
_NAMES = [(name, re.compile(f"[{ranges}]")) for name, ranges in _SCRIPTS.items()]
_READ = {
    "zh": ("Chinese",), "ja": ("Japanese", "Chinese"), "ko": ("Korean",), "ru": ("Russian",), "ar": ("Arabic",),
    "he": ("Hebrew",), "th": ("Thai",), "hi": ("Hindi",), "el": ("Greek",),
}  # fmt: skip
"""The scripts that a voice for each of these languages reads; every other language is written in Latin letters."""
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
ENGLISH = frozenset({"en"})
HAN = _SCRIPTS["Chinese"]
KANA = _SCRIPTS["Japanese"]
KANA_LETTERS = "\u3041-\u3096\u30a1-\u30fa"
_KANA = re.compile(f"[{KANA_LETTERS}]")
_IDEOGRAPHS = re.compile(f"[{HAN}{KANA}]+")


def drop_foreign(text: str, languages: frozenset[str] = ENGLISH) -> tuple[str, tuple[str, ...]]:
    """``text`` in ASCII, the scripts of ``languages`` and signs of money, degrees and dashes; and what was left out.

    The languages left out are told by their scripts; kana anywhere makes the Chinese characters beside it Japanese.
    No language means any: then only stray signs go.
    """
    if not languages:
        return "".join(char if _in_words(char) else " " for char in text), ()
    foreign, run = _patterns(languages)
    text, found = _other_han(text, languages)
    strange = "".join(foreign.findall(text))
    if not strange:
        return text, found
    names = [name for name, pattern in _NAMES if pattern.search(strange)]
    if "Japanese" in names and "Chinese" in names:
        names.remove("Chinese")
    if not names and any(char.isalpha() for char in strange if char > "\x7f"):
        names.append(_OTHER)
    if strange.isascii():
        names.append("English")
    return run.sub(functools.partial(_left, foreign), text), (*found, *names)


def latin(languages: frozenset[str]) -> bool:
    """Whether one of ``languages`` is written in Latin letters; of none, which means any, one is."""
    return not languages or not languages <= set(_READ)


def accented(languages: frozenset[str]) -> bool:
    """Whether accents over Latin letters matter to one of ``languages``; where any may be meant, they do."""
    return not languages or not languages - ENGLISH <= set(_READ)


@functools.lru_cache(maxsize=16)
def _patterns(languages: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One foreign character, and a run of them with the numbers among them."""
    kept = "".join(_SCRIPTS[script] for language in sorted(languages) for script in _READ.get(language, ()))
    plain = "\\x00-\\x7f" if latin(languages) else "\\x00-@\\[-`{-\\x7f"
    strange = f"[^{plain}{_SIGNS}{kept}{_ACCENTED if accented(languages) else ''}]"
    return re.compile(strange), re.compile(rf"[\d.,:/%+-]{{0,12}}{strange}(?:{strange}|[\d.,:/%+-])*")


def _other_han(text: str, languages: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Drop Japanese where only Chinese is read, and Chinese where only Japanese is.

    A run is Japanese where a third of it is kana; a text without kana is Chinese where it holds a character that
    Japan's standard set lacks.
    """
    reads = languages & {"zh", "ja"}
    if len(reads) != 1:
        return text, ()
    if "zh" in reads:
        rest = _IDEOGRAPHS.sub(
            lambda match: " " if 3 * len(_KANA.findall(match[0])) >= len(match[0]) else match[0], text
        )
        return rest, ("Japanese",) if rest != text else ()
    if _KANA.search(text) or all(map(_in_japan, re.findall(f"[{HAN}]", text))):
        return text, ()
    return _IDEOGRAPHS.sub(" ", text), ("Chinese",)


def _in_words(char: str) -> bool:
    """Letters, their marks, digits and punctuation of any script."""
    return char.isascii() or char in _SIGNS or unicodedata.category(char)[0] in "LMNP"


def _in_japan(char: str) -> bool:
    try:
        return bool(char.encode("shift_jis"))
    except UnicodeEncodeError:
        return False


def _left(foreign: re.Pattern[str], match: re.Match[str]) -> str:
    """The numbers of a foreign word go with it; stray signs go alone."""
    run = match[0]
    foreign_word = any(char.isalpha() for char in foreign.findall(run))
    ending = run[-1] if run[-1] in ".," else ""
    return f"{ending} " if foreign_word else foreign.sub(" ", run)
