"""Counts and recent figures, gathered from the bus; pure but for the subscription it is fed from."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from engine import events
from engine.events import Connection, Event, Failed
from engine.status import Fault, Link

_RECENT = 60
_AT_ONCE_S = 0.1
"""A turn that waited longer stood behind others: its time to first audio says nothing about the road."""


class Metrics:
    """Recent RTF, TTFA of lines nothing stood before, counters, who is connected since when, and last faults."""

    def __init__(self) -> None:
        self.ttfa_ms: deque[float] = deque(maxlen=_RECENT)
        self.rtf: deque[float] = deque(maxlen=_RECENT)
        self.spoken = 0
        self._at_once: int | None = None
        self.dropped = 0
        self.felt: events.Felt | None = None
        self._connections: dict[str, Connection] = {}
        self._faults: dict[str, Failed] = {}

    def take(self, event: Event) -> None:
        """Learn from one event."""
        match event:
            case events.Speaking(turn_id=turn, waited=waited):
                self._at_once = turn if waited < _AT_ONCE_S else None
            case events.Onset(turn_id=turn, ttfa=ttfa) if turn == self._at_once:
                self.ttfa_ms.append(ttfa * 1000)
            case events.Felt():
                self.felt = event
            case events.Chunk(seconds=seconds, synth_s=synth_s) if seconds > 0:
                self.rtf.append(synth_s / seconds)
            case events.Spoken():
                self.spoken += 1
            case events.Dropped():
                self.dropped += 1
            case events.Failed(where=where):
                self._faults[where] = event
            case events.Connection(name=name, state=state):
                known = self._connections.get(name)
                since = known.t if known is not None and known.state == state else event.t
                self._connections[name] = replace(event, t=since)  # a new detail makes no new state

    def ended(self, name: str) -> bool:
        """Whether ``name`` has said of itself that it finished or failed."""
        known = self._connections.get(name)
        return known is not None and known.state in ("finished", "failed")

    def links(self, now: float) -> tuple[Link, ...]:
        """Every connection with its state and the seconds spent in it."""
        return tuple(Link(c.name, c.state, c.detail, now - c.t) for c in self._connections.values())

    def faults(self, now: float) -> tuple[Fault, ...]:
        """The last fault of everything that had one."""
        return tuple(Fault(f.where, f.what, f.fix, now - f.t) for f in self._faults.values())
