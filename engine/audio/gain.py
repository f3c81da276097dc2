"""Volume, mute and pause without clicks: the gain moves in a straight line of fixed steepness."""

from __future__ import annotations

import math

import numpy as np

from engine.values import Samples


class Gain:
    """A gain that glides to its target.

    Args:
        fade: samples from silence to full volume; 0 jumps.
        block: longest block ``apply`` will see, in samples.
    """

    def __init__(self, fade: int, block: int) -> None:
        self.value = 1.0
        self._step = 1.0 / fade if fade > 0 else math.inf
        self._count: Samples = np.arange(1, block + 1, dtype=np.float32)
        self._ramp: Samples = np.empty(block, np.float32)

    def steps_to(self, target: float) -> int:
        """Samples until ``target`` is reached; 0 where the gain jumps or is there."""
        return math.ceil(abs(target - self.value) / self._step - 1e-6)

    def apply(self, samples: Samples, target: float) -> None:
        """Scale ``samples`` [n <= block] in place, moving towards ``target``."""
        if self.value == target:
            if target != 1.0:
                samples *= np.float32(target)
            return
        steps = self.steps_to(target)
        count = min(max(steps - 1, 0), len(samples))
        ramp = self._ramp[: len(samples)]
        if count:
            slope = math.copysign(self._step, target - self.value)
            np.multiply(self._count[:count], np.float32(slope), out=ramp[:count])
            ramp[:count] += np.float32(self.value)
            self.value = float(ramp[count - 1])
        if count < len(samples):
            ramp[count:] = target
            self.value = target
        samples *= ramp
