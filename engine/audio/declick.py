"""A cut without a click: instead of old samples, a short fall from the last value to zero."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

AUDIBLE = 1e-4
"""A step smaller than this (-80 dBFS) needs no fall."""


class Decay:
    """A half-cosine from a value to zero, spread over as many blocks as it takes.

    Args:
        fade: its length in samples; 0 switches it off.
    """

    def __init__(self, fade: int) -> None:
        self._shape: Samples = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade + 2)[1:-1])).astype(np.float32)
        self._at = fade
        self._value = np.float32(0)

    @property
    def busy(self) -> bool:
        """Whether part of the fall is still to come."""
        return self._at < len(self._shape)

    def start(self, value: float) -> None:
        """Fall from ``value``, the last sample handed out."""
        self._value = np.float32(value)
        self._at = 0 if abs(value) > AUDIBLE else len(self._shape)

    def stop(self) -> None:
        """Forget the rest of the fall."""
        self._at = len(self._shape)

    def run(self, out: Samples) -> int:
        """Write the next part to the start of ``out`` [n]; returns its length, 0 when over."""
        count = min(len(out), len(self._shape) - self._at)
        np.multiply(self._shape[self._at : self._at + count], self._value, out=out[:count])
        self._at += count
        return count
