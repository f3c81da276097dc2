"""Breaks a text into lines by columns: at spaces, between CJK characters, inside a word only where it must."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

_PIECE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯＀-￯](?:[，。！？、；：」』）…])*|\s+|[^\s぀-ヿ㐀-鿿豈-﫿가-힯＀-￯]+")
"""A CJK character with the marks that must not begin a line, a run of space, or a word."""
Span = tuple[int, int]


def wrap(text: str, columns: int) -> list[Span]:
    """[begin, end) of each line, none wider than ``columns`` columns (at least 2), without space at its ends."""
    lines: list[Span] = []
    begin, end, used = 0, 0, 0
    for at, until in _pieces(text, columns):
        width = cell_len(text[at:until])
        blank = text[at:until].isspace()
        if used + width > columns and not blank:
            lines.append((begin, end))
            begin, used = at, 0
        if blank and end <= begin:
            begin = end = until
            continue
        used += width
        end = end if blank else until
    return [*lines, (begin, end)] if end > begin else lines


def balanced(text: str, columns: int, most: int) -> list[Span]:
    """``wrap``, but where ``most`` lines are enough, lines of about the same length instead of a last lonely word."""
    lines = wrap(text, columns)
    if not 1 < len(lines) <= most:
        return lines
    for narrower in range(max(2, cell_len(text) // len(lines)), columns):
        tried = wrap(text, narrower)
        if len(tried) == len(lines):
            return tried
    return lines


def _pieces(text: str, columns: int) -> Iterator[Span]:
    for found in _PIECE.finditer(text):
        begin, end = found.span()
        while cell_len(text[begin:end]) > columns and not found.group().isspace():
            cut = _fitting(text[begin:end], columns)
            yield begin, begin + cut
            begin += cut
        yield begin, end


def _fitting(word: str, columns: int) -> int:
    """How many characters of ``word`` fit; at least one."""
    used = 0
    for index, character in enumerate(word):
        used += cell_len(character)
        if used > columns and index:
            return index
    return len(word)
