"""A text in pages of lines, as spans of it: broken at spaces and between CJK characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.wrap import Token, captions

_CJK = "぀-ヿ㐀-鿿豈-﫿가-힯＀-￯"
_PIECE = re.compile(rf"[{_CJK}](?:[，。！？、；：」』）…])*|[^\s{_CJK}]+")
"""A CJK character with the marks that must not begin a line, or a word."""
Span = tuple[int, int]


def pages(text: str, columns: int, lines: int) -> list[list[Span]]:
    """[begin, end) of each line of each page, without space at its ends.

    Args:
        columns: the widest line (2 or more); space inside a line counts as one column.
        lines: the most lines of a page.
    """
    at = 0
    found: list[list[Span]] = []
    for page in captions(list(_tokens(text)), columns, lines):
        found.append([])
        for line in page:
            begin, at = _span(text, line, at)
            found[-1].append((begin, at))
    return found


def _tokens(text: str) -> Iterator[Token]:
    for found in _PIECE.finditer(text):
        yield Token(found.group(), found.start(), text[max(0, found.start() - 1) : found.start()].isspace())


def _span(text: str, line: Sequence[Token], at: int) -> Span:
    """Where the tokens, which follow each other in ``text`` from ``at`` on, lie in it."""
    begin = text.index(line[0].text, at)
    end = begin
    for token in line:
        end = text.index(token.text, end) + len(token.text)
    return begin, end
