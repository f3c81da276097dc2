"""Makes a stranger's text safe to draw: whatever comes in, every character that goes out has a known width.

Terminals disagree about the width of joiners, variation selectors, flags and stacked accents, and obey control
characters; so those never reach the screen. Widths follow Unicode Standard Annex #11 as Rich implements it.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARS = 2000
"""What a line of chat is cut to before anything looks at it; nothing on screen shows more."""
MOST_MARKS = 2
"""Accents kept per letter: enough for every living script, too few for stacked ("zalgo") text."""

_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"  # CSI: colours, cursor, clearing
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,400}(?:\x07|\x1b\\\\|\x9c)"  # OSC and other strings
    "|\x1b[ -~]?"
)
"""Terminal control sequences (ECMA-48), taken out whole so that no "[31m" stays behind."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_FLAG_A = 0x1F1E6
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def clean(text: str, unicode: bool = True) -> str:
    """One printable line: no controls, escapes, direction overrides or joiners; spaces are folded.

    Args:
        text: anything at all; past `MOST_CHARS` it is cut.
        unicode: False replaces all beyond ASCII with "?", for terminals that can show nothing else.
    """
    text = text[:MOST_CHARS]
    if not (text.isascii() and text.isprintable()):
        text = "".join(_kept(unicodedata.normalize("NFC", _ESCAPES.sub("", text))))
    text = " ".join(text.split())
    return text if unicode else text.encode("ascii", "replace").decode("ascii")


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
            marks += 1
            if kept and marks <= MOST_MARKS and not _is_selector(character):
                kept.append(character)
            continue
        marks = 0
        kept.append(_shown(character))
    return kept


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _shown(character: str) -> str:
    code = ord(character)
    if _FLAG_A <= code < _FLAG_A + 26:
        return chr(ord("A") + code - _FLAG_A)
    if code in _SKIN_TONES:
        return ""
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp" | "Zs":
            return " " if character.isspace() else ""
        case "Cf":
            return ""
        case "Cs" | "Co" | "Cn":
            return _UNKNOWN
        case _:
            return character
