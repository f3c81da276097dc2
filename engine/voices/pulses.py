"""The glottal source: a band-limited pulse train whose phase does not depend on where rendering starts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.tracks import HOP, SAMPLE_RATE, VOICED_HZ, Floats

HIGHEST_HZ = 11_000.0
NEAR_ZERO = 2e-3
"""Below this |sin| the closed form divides by almost nothing and its limit is used."""
_AFTER = np.asarray(((np.arange(HOP) + 0.5) / HOP - 0.5) % 1.0, np.float32)
_HALF = HOP // 2


class Pulses:
    """Pulses for a pitch curve ``f0`` [F] in Hz, one value per frame of ``HOP`` samples.

    The pitch is linear between the middles of frames; each harmonic below 11 kHz has amplitude 1, from the closed
    form sum of cos(h t) for h = 1..H = sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2 (Dirichlet's kernel; for its use as
    an excitation see Winham & Steiglitz 1970). Samples where the pitch is at most ``VOICED_HZ`` are 0.
    """

    def __init__(self, f0: Floats) -> None:
        hertz = np.maximum(f0, 0.0)
        self._padded = np.pad(hertz, 1, mode="edge").astype(np.float32)
        before, after = self._padded[:-2].astype(np.float64), self._padded[2:]
        cycles = (before / 8 + hertz * 0.75 + after / 8) * (HOP / SAMPLE_RATE)
        self._cycles: NDArray[np.float64] = np.concatenate(([0.0], np.cumsum(cycles))) % 1.0

    def render(self, start: int, stop: int) -> Floats:
        """Samples of frames ``start`` to ``stop``, float32, shape [(stop - start) * HOP]."""
        hertz = self._hertz(start, stop)
        phase = np.cumsum(hertz, axis=1, dtype=np.float64) * (1.0 / SAMPLE_RATE)
        phase += self._cycles[start:stop, None]
        angle = ((phase % 1.0) * (2 * np.pi)).astype(np.float32)
        return _kernel(angle, hertz).reshape(-1)

    def _hertz(self, start: int, stop: int) -> Floats:
        """Pitch per sample, [stop - start, HOP]."""
        around = self._padded[start : stop + 2, None]
        out = np.empty((stop - start, HOP), np.float32)
        head, tail = _AFTER[:_HALF], _AFTER[_HALF:]
        out[:, :_HALF] = around[:-2] * (1 - head) + around[1:-1] * head
        out[:, _HALF:] = around[1:-1] * (1 - tail) + around[2:] * tail
        return out


def _kernel(angle: Floats, hertz: Floats) -> Floats:
    """Dirichlet's kernel at ``angle`` radians with every harmonic of ``hertz`` below ``HIGHEST_HZ``."""
    order = np.floor(HIGHEST_HZ / np.maximum(hertz, VOICED_HZ)) + np.float32(0.5)
    below = 2 * np.sin(angle * np.float32(0.5))
    flat = np.abs(below) <= NEAR_ZERO
    out = np.sin(order * angle) / np.where(flat, np.float32(1), below)
    out = np.where(flat, order, out) - np.float32(0.5)
    out[hertz <= VOICED_HZ] = 0
    return np.asarray(out, np.float32)
