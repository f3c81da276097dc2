"""From the voice's sample rate to the sink's, while the voice still speaks."""

from __future__ import annotations

import numpy as np
import soxr

from engine.values import Samples

QUALITY = "HQ"
"""soxr's 20-bit filter. The lighter ones hold back as much (MQ) or dull the top fifth of the band by 2 dB (LQ)."""


class Resampler:
    """One chunk's resampler; a new chunk needs a new one.

    The first output comes once about 40 ms have been fed, and about as much is held back until the end. Equal rates
    pass through untouched and at once.

    Args:
        from_rate: of what is fed, in Hz.
        to_rate: of what is returned, in Hz.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._rates = (from_rate, to_rate)
        self._stream: soxr.ResampleStream | None = None
        if from_rate != to_rate:
            self._stream = soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality=QUALITY)
        self._fed = 0
        self._given = 0

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What can be given out after ``samples`` [n]; with ``last``, all the rest.

        All returned blocks together have exactly ``round(fed * to_rate / from_rate)`` samples.
        """
        if self._stream is None:
            return samples
        self._fed += len(samples)
        out: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples, np.float32), last=last)
        if last:
            out = self._exact(out)
        self._given += len(out)
        return out

    def _exact(self, out: Samples) -> Samples:
        from_rate, to_rate = self._rates
        missing = round(self._fed * to_rate / from_rate) - self._given - len(out)
        return np.pad(out, (0, missing)) if missing > 0 else out[: len(out) + missing]
