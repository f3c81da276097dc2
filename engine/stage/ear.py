"""Which sample is at the listener's ear now: the one clock of captions, mouth and pictures."""

from __future__ import annotations

from engine.audio.playout import Playout
from engine.protocols import Clock, Sink


class Ear:
    """Interpolates the device's position between its callbacks and takes off what the device holds back.

    Args:
        playout: counts what was handed out.
        sink: knows how long it takes from hand-over to ear.
        clock: the playout's own.
    """

    def __init__(self, playout: Playout, sink: Sink, clock: Clock) -> None:
        self._playout, self._sink, self._clock = playout, sink, clock
        self._latest = 0.0

    def heard(self) -> float:
        """Device samples heard so far; never goes back, never passes what was handed out."""
        handed = self._playout.position
        if not self._sink.realtime:
            return float(handed)
        start, at = self._playout.pulse
        passed_s = self._clock() - at - self._sink.latency
        self._latest = max(self._latest, min(start + passed_s * self._playout.sample_rate, float(handed)))
        return self._latest
