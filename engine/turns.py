"""The queue of turns: the most urgent first, then first come first served, and nobody waits for ever."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from itertools import count

from pydantic import Field

from engine.deletions import concerns
from engine.protocols import Clock
from engine.settings import Settings
from engine.values import EXPENDABLE, Deletion, Turn


class QueueSettings(Settings):
    """The waiting turns."""

    max_waiting: int = Field(default=500, ge=1, le=10_000)
    """The most waiting turns; beyond it the least urgent, newest chat line is dropped, never what was paid for."""
    points_per_minute: float = Field(default=10.0, ge=0, le=1000)
    """Priority a turn gains per minute of waiting, so that nothing starves behind a flood."""


class TurnQueue:
    """Holds turns in speaking order. Pure: the clock is only asked for the oldest wait.

    Every turn ages at the same rate, so the order of two turns never changes while they wait: it is that of
    priority minus points for a late arrival, fixed at ``push``. A sorted list is all that takes.
    """

    def __init__(self, settings: QueueSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._arrivals = count()
        self._waiting: list[tuple[float, int, Turn]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, turn: Turn) -> Turn | None:
        """Add ``turn``; returns the turn that had to go where the queue was full (it may be ``turn`` itself).

        Only expendable kinds go: what was paid for waits, even beyond ``max_waiting``.
        """
        late = turn.queued_at / 60.0 * self._settings.points_per_minute
        insort(self._waiting, (late - turn.priority, next(self._arrivals), turn))
        return self._evict() if len(self._waiting) > self._settings.max_waiting else None

    def _evict(self) -> Turn | None:
        for place in range(len(self._waiting) - 1, -1, -1):
            if self._waiting[place][2].message.kind in EXPENDABLE:
                return self._waiting.pop(place)[2]
        return None

    def pop(self) -> Turn | None:
        """Take the turn to be spoken next; None where nothing waits."""
        return self._waiting.pop(0)[2] if self._waiting else None

    def peek(self) -> Turn | None:
        """The turn to be spoken next, left where it is."""
        return self._waiting[0][2] if self._waiting else None

    def remove(self, what: Deletion | Callable[[Turn], bool]) -> list[Turn]:
        """Take out the turns a deletion concerns or a predicate picks; returns them in speaking order."""
        if isinstance(what, Deletion):
            deletion = what
            return self.remove(lambda turn: concerns(deletion, turn.message))
        gone = {entry[1] for entry in self._waiting if what(entry[2])}
        removed = [turn for _, arrival, turn in self._waiting if arrival in gone]
        self._waiting = [entry for entry in self._waiting if entry[1] not in gone]
        return removed

    def clear(self) -> list[Turn]:
        """Take out everything; returns it in speaking order."""
        return self.remove(lambda _: True)

    def snapshot(self) -> tuple[Turn, ...]:
        """The waiting turns in speaking order."""
        return tuple(turn for _, _, turn in self._waiting)

    def oldest_wait(self) -> float:
        """Seconds the longest-waiting turn has waited; 0.0 where nothing waits."""
        if not self._waiting:
            return 0.0
        return max(0.0, self._clock() - min(turn.queued_at for _, _, turn in self._waiting))
