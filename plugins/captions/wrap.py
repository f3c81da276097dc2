"""Words into caption lines, and lines into captions, as even as they can be. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its marks; ``at`` is when it sounds (any unit), ``spaced`` that white space stands before it."""

    text: str
    at: float
    spaced: bool = True


def columns(text: str) -> int:
    """How wide ``text`` is: two for a full-width character, none for a mark on another, else one."""
    return sum(_width(char) for char in text)


def captions(tokens: Sequence[Token], width: int, most_lines: int) -> list[list[Sequence[Token]]]:
    """Captions of at most ``most_lines`` lines of at most ``width`` columns, each line its tokens.

    As few captions as possible, and then as even ones as possible: a long clause is not followed by a lone word.
    """
    parts = [part for token in tokens for part in _parted(token, width)]
    lines = _even(parts, width)
    count = -(-len(lines) // most_lines)
    even = _narrowest(parts, width, count * most_lines)
    grouped = [even[at : at + most_lines] for at in range(0, len(even), most_lines)]
    return [list(_even([token for line in group for token in line], width)) for group in grouped]


def written(line: Sequence[Token]) -> str:
    """A line as text."""
    return "".join((" " if token.spaced and place else "") + token.text for place, token in enumerate(line))


def _even(tokens: Sequence[Token], width: int) -> list[Sequence[Token]]:
    """As few lines as possible, as even as possible."""
    return _narrowest(tokens, width, len(_filled(tokens, width)))


def _narrowest(tokens: Sequence[Token], width: int, most: int) -> list[Sequence[Token]]:
    """Lines of the least width of which ``most`` are enough."""
    low, high = 1, width
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_filled(tokens, middle)) <= most else (middle + 1, high)
    return _filled(tokens, high)


def _filled(tokens: Sequence[Token], width: int) -> list[Sequence[Token]]:
    lines: list[Sequence[Token]] = []
    line: list[Token] = []
    used = 0
    for token in tokens:
        wide = columns(token.text)
        needed = used + wide + (1 if token.spaced and line else 0)
        if line and needed > width:
            lines.append(line)
            line, needed = [], wide
        line.append(token)
        used = needed
    return [*lines, line] if line else lines


def _parted(token: Token, width: int) -> list[Token]:
    """A word too long for any line in pieces that fit; all sound at its time."""
    if columns(token.text) <= width:
        return [token]
    pieces, piece, used = [], "", 0
    for char in token.text:
        if used + _width(char) > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + char, used + _width(char)
    return [Token(text, token.at, token.spaced and not place) for place, text in enumerate([*pieces, piece])]


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
