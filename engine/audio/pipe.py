"""What a voice's block goes through before the ring: the sink's sample rate, and soft edges."""

from __future__ import annotations

from engine.audio.fade import FADE_S, EdgeFade
from engine.audio.resample import Resampler
from engine.values import Samples


class Pipe:
    """One chunk's way from the voice to the playout; a new chunk needs a new one.

    Args:
        from_rate: the voice's sample rate, in Hz.
        to_rate: the sink's sample rate, in Hz.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._resampler = Resampler(from_rate, to_rate)
        self._fade = EdgeFade(round(FADE_S * to_rate))

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What can be given out after ``samples`` [n]; exactly ``round(fed * to_rate / from_rate)`` in the end."""
        return self._fade.feed(self._resampler.feed(samples, last), last)
