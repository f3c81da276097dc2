"""Makes outside text safe to store, show in a terminal and encode, without touching what it says."""

from __future__ import annotations

import re

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters (all C0 but tab and newline, DEL, C1: a terminal would obey them) and bidi overrides."""


def clean(text: str) -> str:
    """Drop control characters and bidi overrides; join surrogate pairs, replace lone surrogates by U+FFFD.

    The result always encodes to UTF-8.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNSHOWABLE.sub("", text)


def clean_line(text: str, limit: int) -> str:
    """``clean`` text on one line, outer space removed, at most ``limit`` characters: names, ids, reasons."""
    return " ".join(clean(text[: 4 * limit]).split())[:limit]
