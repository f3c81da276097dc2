"""Which vowel the mouth should look like, from the weight of bands of the spectrum. Pure."""

from __future__ import annotations

import math

import numpy as np

from engine.api import Samples

_FRONT_HZ, _BACK_HZ = (1700.0, 3400.0), (700.0, 1700.0)
"""Where the second formant of spread vowels lies (e, i), and that of round and open ones (o, u, a)."""
_JAW_HZ, _LOW_HZ = (550.0, 1100.0), (200.0, 550.0)
"""Where the first formant lies when the jaw is down (a), and when it is up (i, u)."""
_HISS_HZ = 4500.0
_EVEN, _REACH = -0.1, 0.55
"""log10 of front over back for a vowel that is neither spread nor round, and from there to a clear one: read off
vowels of the embedded voice, a woman's and a man's timbre."""


class Vowels:
    """Tells spread from round vowels.

    Args:
        sample_rate: in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._count = 0
        self._window = self._hertz = np.zeros(0, np.float32)

    def wide(self, samples: Samples) -> float | None:
        """-1 (o, u) to 1 (e, i), near 0 for a; None where it is no vowel (a hiss, too little sound)."""
        if len(samples) < 64:
            return None
        self._prepare(len(samples))
        power = np.abs(np.fft.rfft(samples * self._window)) ** 2 * self._hertz  # evens out the voice's own slope
        total = float(power.sum())
        if total < 1e-6 or self._band(power, _HISS_HZ, math.inf) > 0.6 * total:
            return None
        down = min(1.0, max(0.0, 1.0 + self._ratio(power, _JAW_HZ, _LOW_HZ)))
        spread = (self._ratio(power, _FRONT_HZ, _BACK_HZ) - _EVEN) / _REACH
        return max(-1.0, min(1.0, spread)) * (1.0 - 0.6 * down)

    def _prepare(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self._window = np.hanning(count).astype(np.float32)
            self._hertz = np.fft.rfftfreq(count, 1 / self._rate).astype(np.float32)

    def _ratio(self, power: Samples, above: tuple[float, float], below: tuple[float, float]) -> float:
        floor = 1e-9 + 1e-4 * float(power.sum())
        return math.log10((self._band(power, *above) + floor) / (self._band(power, *below) + floor))

    def _band(self, power: Samples, low: float, high: float) -> float:
        first, last = np.searchsorted(self._hertz, (low, high))
        return float(power[first:last].sum())
