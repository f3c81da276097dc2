"""Collects from the bus what the picture shows, in seconds of the sample clock."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine import events
from engine.events import Event

if TYPE_CHECKING:
    from engine.loop import Engine


@dataclass(slots=True)
class Spoke:
    """A chunk that was heard: [start, end) in seconds."""

    turn_id: int
    text: str
    emotion: dict[str, float]
    start: float
    end: float


@dataclass(slots=True)
class Came:
    """A message and what became of it. ``at`` and ``onset`` are seconds; ``onset`` None where nothing was heard."""

    author: str
    text: str
    kind: str
    at: float
    onset: float | None = None
    fate: str = ""


@dataclass(slots=True)
class Story:
    """Everything the picture needs."""

    spoke: list[Spoke]
    came: list[Came]
    seconds: float
    marks: list[tuple[float, str]] = field(default_factory=list)
    """(second, text) of what somebody marked."""

    def between(self, start: float, end: float, messages: int) -> Story:
        """What lies in these seconds, which become 0 to ``end - start``, with at most the last ``messages`` ones."""
        spoke = [replace(s, start=s.start - start, end=s.end - start) for s in self.spoke if start <= s.start < end]
        came = [c for c in self.came if start <= c.at < end][-messages:]
        moved = [replace(c, at=c.at - start, onset=None if c.onset is None else c.onset - start) for c in came]
        marks = [(at - start, text) for at, text in self.marks if start <= at < end]
        return Story(spoke, moved, min(self.seconds, end) - start, marks)


@dataclass(slots=True)
class Gatherer:
    """Watches an engine, or is given its events; ``story`` gives what was gathered.

    ``rate`` is the sample rate in Hz, ``origin`` the device sample at which the picture begins.
    """

    rate: int = 0
    origin: int = 0
    _chunks: dict[tuple[int, int], events.Chunk] = field(default_factory=dict)
    _spans: list[events.PlayedSpan] = field(default_factory=list)
    _messages: dict[str, events.MessageSeen] = field(default_factory=dict)
    _ids: dict[int, str] = field(default_factory=dict)
    _onsets: dict[str, events.Onset] = field(default_factory=dict)
    _fates: dict[str, str] = field(default_factory=dict)

    def watch(self, engine: Engine) -> None:
        """Observe a new engine."""
        self.rate = engine.road.playout.sample_rate
        engine.road.bus.tap(self.take)

    def take(self, event: Event) -> None:
        """Sort one event in."""
        match event:
            case events.MessageSeen(id=name):
                self._messages[name] = event
            case events.Queued(id=name, turn_id=int(turn)):
                self._ids[turn] = name
            case events.Chunk(turn_id=int(turn), index=index):
                self._chunks[turn, index] = event
            case events.PlayedSpan():
                self._spans.append(event)
            case events.Onset(turn_id=int(turn)):
                self._onsets[self._ids.get(turn, "")] = event
            case events.Dropped(id=name, reason=reason) | events.Interrupted(id=name, reason=reason):
                self._fates[name] = reason

    def story(self) -> Story:
        """What was gathered so far."""
        zero = self._zero()
        spoke = [self._spoke(span) for span in self._spans]
        came = [self._came(name, seen, zero) for name, seen in self._messages.items()]
        return Story(spoke, came, max([s.end for s in spoke] + [c.at for c in came] + [1.0]))

    def _second(self, sample: int) -> float:
        return (sample - self.origin) / self.rate

    def _zero(self) -> float:
        """The wall-clock second at which the sample clock stood at 0, from the onsets, which know both."""
        offsets = [onset.t - self._second(onset.sample) for onset in self._onsets.values()]
        return statistics.median(offsets) if offsets else min((m.t for m in self._messages.values()), default=0.0)

    def _spoke(self, span: events.PlayedSpan) -> Spoke:
        chunk = self._chunks.get((span.turn_id or 0, span.index))
        text, emotion = (chunk.text, chunk.emotion) if chunk else ("", {})
        return Spoke(span.turn_id or 0, text, emotion, self._second(span.start), self._second(span.end))

    def _came(self, name: str, seen: events.MessageSeen, zero: float) -> Came:
        onset = self._onsets.get(name)
        heard = self._second(onset.sample) if onset else None
        at = max(0.0, seen.t - zero)
        return Came(seen.author, seen.text, seen.kind, at, heard, self._fates.get(name, ""))
