"""When the next chunk of a line can be rendered, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indextts.live.pace import LEAST_UNSEEN, Ending, Pace, onward


@dataclass(frozen=True)
class Piece:
    """A chunk to render.

    Attributes:
        first: its first frame.
        stop: the frame after its last one.
        ahead: the frame after the last one rendered with it, to be rendered again later.
        codes: how many of the line's codes it is made of, from the first on.
        sources: content row of every frame from 0 to ``ahead``, int64.
        last: whether the line ends with it.
    """

    first: int
    stop: int
    ahead: int
    codes: int
    sources: NDArray[np.int64]
    last: bool


class Plan:
    """Cuts one line.

    Args:
        pace: frames and codes.
        sizes: codes of the first, second, ... chunk; the last holds for the others.
        lookahead: codes rendered ahead.
        rows: content rows a code.
    """

    def __init__(self, pace: Pace, sizes: tuple[int, ...], lookahead: int, rows: int) -> None:
        self._pace, self._sizes, self._lookahead, self._rows = pace, sizes, lookahead, rows
        self._chunks = self._codes = 0
        self._first = 0
        self._sources = np.zeros(0, np.int64)
        self._end: Ending | None = None
        self.done = False

    def next(self, known: int, *, ended: bool) -> Piece | None:
        """The next chunk, or none before more codes are known; at most one chunk a call.

        Args:
            known: codes so far, at least 1 when ended.
            ended: there will be no more.
        """
        if self.done:
            return None
        end = self._codes + self._sizes[min(self._chunks, len(self._sizes) - 1)]
        return self._ending(end, known) if ended else self._midway(end, known)

    def _midway(self, end: int, known: int) -> Piece | None:
        if known < end + max(self._lookahead, LEAST_UNSEEN):
            return None
        if self._pace.hold is not None and end > self._pace.hold:
            return None
        used = end + self._lookahead
        stop, ahead = self._pace.frames(end), self._pace.frames(used)
        return self._piece(stop, ahead, end, used, onward(self._pace, self._first, ahead, used, self._rows))

    def _ending(self, end: int, known: int) -> Piece:
        self._end = ending = self._end or Ending.of(self._pace, self._first, known)
        stop, ahead = ending.upto(end), ending.upto(end + self._lookahead)
        if known - end < max(self._lookahead, LEAST_UNSEEN) or not self._first < stop < ending.frames:
            end, stop, ahead = known, ending.frames, ending.frames  # what would be left is too little for a chunk
        self.done = end == known
        used = min(known, end + self._lookahead)
        return self._piece(stop, ahead, end, used, ending.sources(self._first, ahead, self._rows))

    def _piece(self, stop: int, ahead: int, end: int, used: int, sources: NDArray[np.int64]) -> Piece:
        reached = self._sources[-1] if len(self._sources) else 0  # never back, where two maps meet
        sources = np.concatenate([self._sources, np.clip(sources, reached, used * self._rows - 1)])
        piece = Piece(self._first, stop, ahead, used, sources, self.done)
        self._first, self._codes, self._sources = stop, end, sources[:stop]
        self._chunks += 1
        return piece
