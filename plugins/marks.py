"""The marks of a check in the terminal."""

from __future__ import annotations

import sys

_MARKS = {True: ("✓", "ok"), False: ("✗", "NO"), None: ("?", "?")}


def mark(passed: bool | None) -> str:
    """A tick, a cross, or "?" for what cannot be told; plain letters where standard output cannot write these."""
    sign, plain = _MARKS[passed]
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:  # an old Windows console
        return plain
    return sign
