"""Where the words of a line begin: what a voice that knows tells beside its sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

from engine.values import Mark, Samples

_GROUP = re.compile(r"\S+")
Spelled = tuple[str, str]
"""A word and the symbols that spell it."""
Placed = tuple[str, int, int]
"""A word and the symbols [begin, end) of a phrase that spell it."""


class MarkedBlocks(Iterator[Samples]):
    """The blocks of a line, and ``marks``: its words as far as the line has been made, in order.

    A word is there before the block that begins it. Written on the voice's thread, read on any.

    Args:
        make: yields the blocks and adds to the list it is given.
    """

    def __init__(self, make: Callable[[list[Mark]], Generator[Samples]]) -> None:
        self.marks: list[Mark] = []
        self._blocks = make(self.marks)

    def __next__(self) -> Samples:
        """The next block."""
        return next(self._blocks)

    def close(self) -> None:
        """Cancel the work."""
        self._blocks.close()


def later(marks: Iterable[Mark], by_s: float) -> list[Mark]:
    """``marks`` of a part that begins ``by_s`` seconds after the whole."""
    return [Mark(word, at_s + by_s, until_s + by_s) for word, at_s, until_s in list(marks)]


def sounding(symbols: str) -> list[tuple[int, int]]:
    """[begin, end) of every group between spaces that holds a letter, without the marks at its edges."""
    spans = []
    for group in _GROUP.finditer(symbols):
        heard = [at for at in range(*group.span()) if symbols[at].isalnum()]
        if heard:
            spans.append((heard[0] - _stressed(symbols, heard[0], group.start()), _trimmed(symbols, *group.span())))
    return spans


def agree(pairs: Iterable[Spelled], symbols: str) -> bool:
    """Whether ``symbols`` were made of ``pairs``, as far as groups can tell."""
    return sum(len(sounding(spelled)) for _, spelled in pairs) == len(sounding(symbols))


def place(pairs: Sequence[Spelled], symbols: str) -> tuple[tuple[Placed, ...], Sequence[Spelled]]:
    """The words of ``pairs`` that ``symbols`` begin with, where they stand there, and the pairs that are left.

    A word of several groups ("25" has two) spans them all.
    """
    spans, at = sounding(symbols), 0
    words: list[Placed] = []
    for taken, (word, spelled) in enumerate(pairs):
        count = len(sounding(spelled))
        if count and at + count > len(spans):
            return tuple(words), pairs[taken:]
        if count:
            words.append((word, spans[at][0], spans[at + count - 1][1]))
        at += count
    return tuple(words), ()


def _stressed(symbols: str, first: int, start: int) -> int:
    """How many marks of stress stand before the first letter."""
    count = 0
    while first - count > start and symbols[first - count - 1] in "ˈˌ":
        count += 1
    return count


def _trimmed(symbols: str, start: int, end: int) -> int:
    while end > start and symbols[end - 1] in ';:,.!?—…"()“”':
        end -= 1
    return end
