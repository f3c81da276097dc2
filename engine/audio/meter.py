"""Loudness of what goes out, for the level bar."""

from __future__ import annotations

import math

import numpy as np

from engine.values import Samples

WINDOW_S = 0.05
"""Time constant of the mean."""


class Meter:
    """Root mean square over about the last 50 ms, linear (1.0 is a full-scale square wave)."""

    def __init__(self, sample_rate: int) -> None:
        self._window = WINDOW_S * sample_rate
        self._power = 0.0

    @property
    def level(self) -> float:
        """RMS, 0 to 1."""
        return math.sqrt(self._power)

    def hear(self, samples: Samples) -> None:
        """Account for a block [n] that was handed out."""
        if not len(samples):
            return
        keep = math.exp(-len(samples) / self._window)
        power = float(np.dot(samples, samples)) / len(samples)
        self._power = keep * self._power + (1 - keep) * power if keep * self._power + power > 1e-12 else 0.0
