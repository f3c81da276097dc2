"""Whether an open stream is alive, dead, or tearing. Pure: it is shown readings and answers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

GRACE_S = 3.0
"""A stream may take this long to ask for its first blocks: a Pulse sink nobody listens to takes up to 2 s."""
STARVED_S = 1.0
"""Later, a stream that asks for nothing this long is dead, whatever PortAudio says."""
SETTLE_S = 1.0
"""Underflows this soon after opening come from the opening."""
TEARS = 3
"""This many underflows within TEAR_WINDOW_S call for more latency."""
TEAR_WINDOW_S = 10.0


class Verdict(Enum):
    """What is to be done about the stream."""

    FINE = auto()
    DEAD = auto()
    TEARING = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """A stream at one moment: callbacks so far (``beats``) and blocks the device missed (``underflows``)."""

    now: float
    active: bool
    beats: int
    underflows: int


class Watch:
    """Judges one stream from its opening on. ``opened`` is a clock reading in seconds."""

    def __init__(self, opened: float) -> None:
        self._opened = self._beat_at = opened
        self._beats = 0
        self._underflows = 0
        self._tears: deque[float] = deque(maxlen=TEARS)

    def look(self, reading: Reading) -> Verdict:
        """Judge the latest reading."""
        if reading.beats != self._beats:
            self._beats, self._beat_at = reading.beats, reading.now
        young = reading.now - self._opened < GRACE_S
        if not reading.active or reading.now - self._beat_at > (GRACE_S if young else STARVED_S):
            return Verdict.DEAD
        self._count_tears(reading)
        full = len(self._tears) == TEARS and reading.now - self._tears[0] < TEAR_WINDOW_S
        return Verdict.TEARING if full else Verdict.FINE

    def _count_tears(self, reading: Reading) -> None:
        new = reading.underflows - self._underflows
        self._underflows = reading.underflows
        if reading.now - self._opened >= SETTLE_S:
            self._tears.extend([reading.now] * min(new, TEARS))
