"""The event-loop thread's own account of the ring: what still waits, and where a cancelled turn was cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.audio.spans import Handed, Segment


@dataclass(slots=True)
class _Run:
    """Neighbouring ring positions [start, end) of one generation."""

    generation: int
    start: int
    end: int


@dataclass(slots=True)
class _Mark:
    """How far a turn got: the device sample after its last one, and when that was handed."""

    turn_id: int
    index: int
    end: int | None = None
    t: float = 0.0


class Ledger:
    """Touched by the event-loop thread only."""

    def __init__(self) -> None:
        self._runs: deque[_Run] = deque()
        self._marks: dict[int, _Mark] = {}
        self._cuts: list[tuple[int, int]] = []

    def wrote(self, segment: Segment) -> None:
        """Account for a write."""
        self._marks.setdefault(segment.generation, _Mark(segment.turn_id, segment.index))
        if self._runs and self._runs[-1].generation == segment.generation:
            self._runs[-1].end = segment.end
        elif segment.end > segment.start:
            self._runs.append(_Run(segment.generation, segment.start, segment.end))

    def waiting(self, read: int, stale: Callable[[int], bool]) -> int:
        """Live samples at or after the ring position ``read``."""
        while self._runs and self._runs[0].end <= read:
            self._runs.popleft()
        return sum(run.end - max(run.start, read) for run in self._runs if not stale(run.generation))

    def cancelled(self, stale: Callable[[int], bool], ticket: int) -> None:
        """Remember the turns that became stale; their end is known once callback number ``ticket`` has left."""
        waiting = {generation for _, generation in self._cuts}
        self._cuts += [(ticket, g) for g in self._marks if stale(g) and g not in waiting]

    def handed(self, spans: Iterable[Handed]) -> None:
        """Account for spans in the order they were handed out."""
        for span in spans:
            mark = self._marks.get(span.generation)
            if mark is None:
                continue
            mark.index, mark.end, mark.t = span.index, span.end, span.t
            if span.final:
                del self._marks[span.generation]

    def cuts(self, left: int, position: int, now: float) -> list[Handed]:
        """The cancelled turns whose last callback has left (``left`` callbacks have), as ``cut`` records."""
        settled = [g for ticket, g in self._cuts if ticket <= left]
        self._cuts = [cut for cut in self._cuts if cut[0] > left]
        marks = [(g, self._marks.pop(g)) for g in settled if g in self._marks]
        return [_cut(g, mark, position, now) for g, mark in marks]


def _cut(generation: int, mark: _Mark, position: int, now: float) -> Handed:
    at, t = (position, now) if mark.end is None else (mark.end, mark.t)
    return Handed(mark.turn_id, mark.index, generation, at, at, t, speech=False, cut=True)
