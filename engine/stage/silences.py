"""Pauses inside a clause, heard in the sound itself: they tell where the words of a voice are that tells nothing."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

STEP_S = 0.01
QUIET = 0.05
"""A step is silent under this share of the clause's loudest step so far (-26 dB): breaths and room are quieter."""
SHORTEST_S = 0.11
"""Less is the closure of a stop, not a pause."""


class Silences:
    """Follows one clause as it is made; cheap enough for the loop (0.1 ms a second of sound).

    Args:
        sample_rate: of what it is fed, in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._step = max(1, round(STEP_S * sample_rate))
        self._step_s = self._step / sample_rate
        self._left = np.zeros(0, np.float32)
        self._steps = 0
        self._loudest = 0.0
        self._last_loud: int | None = None
        self.found: tuple[tuple[float, float], ...] = ()
        """(from, until) of each pause between two sounds, in seconds of the clause."""

    def feed(self, samples: Samples) -> None:
        """The clause goes on with ``samples``."""
        whole = np.concatenate((self._left, samples))
        count = len(whole) // self._step
        self._left = whole[count * self._step :]
        if not count:
            return
        levels = np.abs(whole[: count * self._step]).reshape(count, self._step).mean(axis=1)
        self._loudest = max(self._loudest, float(levels.max()))
        for step in np.flatnonzero(levels > QUIET * self._loudest):
            self._sounds(self._steps + int(step))
        self._steps += count

    def _sounds(self, step: int) -> None:
        if self._last_loud is not None and (step - self._last_loud - 1) * self._step_s >= SHORTEST_S:
            self.found = (*self.found, ((self._last_loud + 1) * self._step_s, step * self._step_s))
        self._last_loud = step
