"""One turn while it is being spoken: what was written of it, what has been heard, and whether it was cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.audio.spans import Handed
from engine.values import EmotionVector, Turn


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
        record.start = handed.start if record.start is None else record.start
        record.end = handed.end
        record.handed += handed.end - handed.start
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
