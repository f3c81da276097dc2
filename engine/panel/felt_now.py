"""Which feeling belongs to what is being heard: the engine feels a sentence or two ahead of the sound."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from engine.events import Event, Felt
from engine.status import Now, Status

_AHEAD = 64
"""Sentences remembered: more than are ever felt before they are heard."""


class FeltNow:
    """Remembers what was felt, and picks what is being heard."""

    def __init__(self) -> None:
        self._felt: deque[Felt] = deque(maxlen=_AHEAD)

    def take(self, events: Iterable[Event]) -> None:
        """Learn what was felt since the last time."""
        self._felt += (event for event in events if isinstance(event, Felt))

    def shown(self, status: Status) -> Status:
        """``status`` with the feeling of the sentence being heard as ``felt``; None while there is none."""
        newest = () if status.felt is None or status.felt in self._felt else (status.felt,)
        return replace(status, felt=_heard([*self._felt, *newest], status.now))


def _heard(felt: list[Felt], now: Now | None) -> Felt | None:
    """The newest of this turn that the voice sounds like; else the newest of this turn."""
    if now is None:
        return None
    own = [each for each in felt if each.turn_id == now.turn_id]
    voiced = [each for each in own if each.emotion == dict(now.emotion.items())]
    found = voiced or own
    return found[-1] if found else None
