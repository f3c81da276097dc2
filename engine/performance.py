"""One turn while it is being spoken: what was written of it, what has been heard, and whether it was cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.audio.spans import Handed
from engine.values import EmotionVector, Mark, Turn


@dataclass(slots=True)
class ChunkRecord:
    """A sentence chunk on its way to the ear. Sample counts are at the sink's rate."""

    text: str
    emotion: EmotionVector
    written: int = 0
    complete: bool = False
    handed: int = 0
    start: int | None = None
    end: int = 0
    reported: bool = False
    expected_s: float = 0.0
    """How long it is thought to be before it is complete, in seconds."""
    marks: tuple[Mark, ...] = ()
    """Its words as they are said, as far as the voice told."""
    pauses: tuple[tuple[float, float], ...] = ()
    """(from, until) of the pauses inside it, in seconds, as far as it has been made; where the voice told nothing."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Device samples [start, end) that held it, in order; parted where the voice was paused."""

    def take(self, start: int, end: int) -> None:
        """Account for device samples [start, end) that held it."""
        self.start = start if self.start is None else self.start
        self.end = end
        self.handed += end - start
        if self.spans and self.spans[-1][1] == start:
            self.spans[-1] = (self.spans[-1][0], end)
        else:
            self.spans.append((start, end))

    def heard_at(self, sample: float) -> tuple[float, float]:
        """Its samples heard by device sample ``sample``, and the samples since the last of them (0 within)."""
        heard, last = 0.0, float(self.start or 0)
        for start, end in self.spans:
            heard += min(max(sample - start, 0.0), end - start)
            last = min(sample, end) if start <= sample else last
        return heard, sample - last

    @property
    def heard_chars(self) -> int:
        """Characters of ``text`` whose sound has been handed over, by the share of its samples."""
        if not self.written:
            return 0
        return round(len(self.text) * min(1.0, self.handed / self.written))

    @property
    def done(self) -> bool:
        """All of it has been synthesised and handed over."""
        return self.complete and self.handed >= self.written


@dataclass(slots=True)
class Performance:
    """A turn's state from leaving the queue to the last sample heard. ``generation`` marks its samples."""

    turn: Turn
    generation: int
    chunks: dict[int, ChunkRecord] = field(default_factory=dict)
    started: bool = False
    finished: bool = False
    cut: str = ""
    """Why it was cut; empty while it is not."""
    silent: bool = False
    """It was cut, and its last sample is accounted for."""
    onset_at: float | None = None
    last_sample: int = 0
    last_at: float = 0.0
    closed: bool = False

    def take(self, handed: Handed) -> ChunkRecord | None:
        """Account for a span that was handed to the device; None where it is a pause."""
        self.finished = self.finished or handed.final
        if not handed.speech:
            return None
        self.started = True
        self.last_sample = handed.end
        self.last_at = handed.t
        record = self.chunks[handed.index]
        record.take(handed.start, handed.end)
        return record

    @property
    def heard(self) -> str:
        """The turn's text as far as it has been heard, cut inside the chunk that is sounding."""
        return " ".join(
            record.text[: record.heard_chars] for record in self.chunks.values() if record.heard_chars
        ).strip()

    @property
    def text(self) -> str:
        """The turn's text as far as it has been synthesised."""
        return " ".join(record.text for record in self.chunks.values())

    @property
    def now(self) -> ChunkRecord | None:
        """The chunk sounding at the moment: the last one begun."""
        begun = [record for record in self.chunks.values() if record.start is not None]
        return begun[-1] if begun else None

    @property
    def seconds_samples(self) -> int:
        """Samples of speech handed over so far."""
        return sum(record.handed for record in self.chunks.values())
