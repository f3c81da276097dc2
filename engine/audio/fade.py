"""Short fades at a chunk's edges, so that speech never begins or ends with a step."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

FADE_S = 0.004
"""4 ms: long enough to be no click, shorter than any speech sound's onset."""


class EdgeFade:
    """Fades in the first and fades out the last samples of a chunk that comes in blocks.

    Holds back ``fade`` samples, since only the end of the chunk shows which ones are the last.

    Args:
        fade: samples per edge; in a chunk shorter than two edges both apply where they overlap.
    """

    def __init__(self, fade: int) -> None:
        self._shape: Samples = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, fade + 2)[1:-1])).astype(np.float32)
        self._held: Samples = np.zeros(0, np.float32)
        self._in = 0

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What can be given out after ``samples`` [n]; with ``last``, all the rest. No sample is added or lost."""
        ready = np.concatenate([self._held, self._faded_in(samples)])
        if last:
            self._held = ready[:0]
            return self._faded_out(ready)
        keep = min(len(self._shape), len(ready))
        self._held = ready[len(ready) - keep :]
        return ready[: len(ready) - keep]

    def _faded_in(self, samples: Samples) -> Samples:
        count = min(len(samples), len(self._shape) - self._in)
        if count <= 0:
            return samples
        head = samples[:count] * self._shape[self._in : self._in + count]
        self._in += count
        return np.concatenate([head, samples[count:]])

    def _faded_out(self, ready: Samples) -> Samples:
        count = min(len(self._shape), len(ready))
        if count:
            ready[len(ready) - count :] *= self._shape[:count][::-1]
        return ready
