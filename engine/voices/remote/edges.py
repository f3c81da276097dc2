"""Silence at a line's ends: many servers send a third of a second, and pauses are the engine's to make."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

QUIET = 10 ** (-50 / 20)
"""Under -50 dB of full scale is silence."""
KEPT_S = 0.01
"""What stays of it, so that neither end clicks."""


class Edges:
    """One line's ends; silence inside it stays, for sound follows.

    Args:
        sample_rate: in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._kept = round(KEPT_S * sample_rate)
        self._held = np.zeros(0, np.float32)
        """Silence of which it is not known yet whether sound follows."""
        self._begun = False

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What can be given out after ``samples`` [n]; with ``last``, the rest but for its silence."""
        samples = np.concatenate([self._held, samples])
        loud = np.flatnonzero(np.abs(samples) > QUIET)
        if len(loud) == 0:
            self._held = samples if self._begun else samples[-self._kept :]
            return self._held[: self._kept] if last and self._begun else samples[:0]
        begin = 0 if self._begun else max(0, int(loud[0]) - self._kept)
        end = int(loud[-1]) + 1
        self._begun, self._held = True, samples[end:]
        return samples[begin : end + self._kept] if last else samples[begin:end]
