"""Words into caption lines, and lines into captions, as even as they can be. Pure; some 20 microseconds a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

_EMOJI_STYLE = "\ufe0f"
"""Makes the character before it one column wider."""

Size = tuple[int, bool]
"""Columns of a token, and whether white space stands before it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its marks; ``at`` is where it begins (any unit), ``spaced`` that white space stands before it."""

    text: str
    at: float
    spaced: bool = True


def columns(text: str) -> int:
    """How wide ``text`` is on a terminal: two for a full-width character, none for a mark on another, else one."""
    return cell_len(text)


def captions(
    tokens: Sequence[Token], width: int, most_lines: int, end: float | None = None
) -> list[list[Sequence[Token]]]:
    """Captions of at most ``most_lines`` lines of at most ``width`` (2 or more) columns, each line its tokens.

    As few captions as possible, and then as even ones as possible: a long clause is not followed by a lone word.
    ``end`` is where the last word ends: pieces of a word too long for any line share its time up to the next word.
    """
    untils = [*(token.at for token in tokens[1:]), tokens[-1].at if end is None else end] if tokens else []
    parts = [part for token, until in zip(tokens, untils, strict=True) for part in _parted(token, width, until)]
    sizes = [(columns(part.text), part.spaced) for part in parts]
    count = -(-len(_begins(sizes, width)) // most_lines)
    groups = _narrowest(sizes, width, count * most_lines)[::most_lines]
    return [_lines(parts[begin:end], sizes[begin:end], width) for begin, end in _spans(groups, len(parts))]


def written(line: Sequence[Token]) -> str:
    """A line as text."""
    return "".join((" " if token.spaced and place else "") + token.text for place, token in enumerate(line))


def _lines(parts: Sequence[Token], sizes: Sequence[Size], width: int) -> list[Sequence[Token]]:
    """As few lines as possible, as even as possible."""
    even = _narrowest(sizes, width, len(_begins(sizes, width)))
    return [parts[begin:end] for begin, end in _spans(even, len(parts))]


def _spans(begins: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(begins, [*begins[1:], end], strict=True)) if begins else []


def _narrowest(sizes: Sequence[Size], width: int, most: int) -> list[int]:
    """Where lines begin that have the least width of which ``most`` are enough."""
    total = sum(wide for wide, _ in sizes)
    low, high = min(width, total // max(1, most)), width
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_begins(sizes, middle)) <= most else (middle + 1, high)
    return _begins(sizes, high)


def _begins(sizes: Sequence[Size], width: int) -> list[int]:
    """The first token of each line where lines are filled one after the other."""
    begins: list[int] = []
    used = width
    for place, (wide, spaced) in enumerate(sizes):
        needed = used + wide + spaced
        if not begins or needed > width:
            begins.append(place)
            needed = wide
        used = needed
    return begins


def _parted(token: Token, width: int, until: float) -> list[Token]:
    """A word too long for any line in pieces that fit, dealt out over its time."""
    if columns(token.text) <= width:
        return [token]
    pieces, piece, used = [], "", 0
    for char in token.text:
        wide = 1 if char == _EMOJI_STYLE else columns(char)
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + char, used + wide
    pieces.append(piece)
    share = (until - token.at) / len(pieces)
    return [Token(text, token.at + share * place, token.spaced and not place) for place, text in enumerate(pieces)]
