"""The queue as events tell it, for the ticker: who speaks next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

from engine.api import Event, events
from plugins.overlay.wire import Told, line, name

POINTS_PER_S = 10.0 / 60.0
"""What waiting is worth, as in the engine's queue: an old line goes before a slightly more urgent new one."""
MOST_KEPT = 1000
SENT = 5
"""Lines a page is told of; it shows as many as it likes."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    rank: float
    turn_id: int
    author: str
    text: str
    kind: str


class Waiting:
    """Feed it every event; it knows which lines wait, in speaking order."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}
        self._taken: dict[int, _Waiting] = {}

    def take(self, event: Event) -> bool:
        """Note ``event``; True where the queue changed."""
        match event:
            case events.Queued(turn_id=int(turn_id)):
                rank = event.t * POINTS_PER_S - event.priority
                self._waiting[turn_id] = _Waiting(rank, turn_id, event.author, event.text, event.kind)
                if len(self._waiting) > MOST_KEPT:
                    self._waiting.pop(next(iter(self._waiting)))
            case events.Speaking(turn_id=int(turn_id)):
                return self._leaves(turn_id)
            case events.Dropped(turn_id=int(turn_id)):
                self._taken.pop(turn_id, None)
                return self._waiting.pop(turn_id, None) is not None
            case (
                events.Sounding(turn_id=int(turn_id))
                | events.Spoken(turn_id=int(turn_id))  # also of one that made no sound
                | events.Interrupted(turn_id=int(turn_id))
            ):
                self._taken.pop(turn_id, None)
                return False
            case events.Controlled(do="stop"):
                return self._returns()
            case _:
                return False
        return True

    def told(self) -> Told:
        """The first of them, and how many more there are."""
        first = nsmallest(SENT, self._waiting.values(), key=lambda one: (one.rank, one.turn_id))
        lines = [{"author": name(one.author), "text": line(one.text), "kind": one.kind} for one in first]
        return {"type": "queue", "lines": lines, "total": len(self._waiting)}

    def _leaves(self, turn_id: int) -> bool:
        left = self._waiting.pop(turn_id, None)
        if left is not None:
            self._taken[turn_id] = left
        return left is not None

    def _returns(self) -> bool:
        """A turn that ``stop`` caught before anybody heard it waits again."""
        self._waiting |= self._taken
        back = bool(self._taken)
        self._taken = {}
        return back
