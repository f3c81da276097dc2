"""Set every East Asian character apart, as the model's vocabulary wants it."""

from __future__ import annotations

import re

_EAST_ASIAN = re.compile(
    "([\u1100-\u11ff\u2e80-\ua4cf\ua840-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff65-\uffdc\U00020000-\U0002ffff])"
)


def spaced(text: str) -> str:
    """Split around each character of the East Asian blocks, pieces in capitals, joined by single blanks."""
    pieces = (piece.strip().upper() for piece in _EAST_ASIAN.split(text))
    return " ".join(piece for piece in pieces if piece)
