"""The last seconds of sound as it was handed out, for mouths and pictures."""

from __future__ import annotations

import numpy as np

from engine.audio.playout import Playout
from engine.values import Samples

KEPT_S = 4.0
"""Seconds kept; more than any device holds back."""


class Echo:
    """Remembers what ``playout`` hands out. Written on the device's thread, read on any.

    A reader within the last ``KEPT_S`` seconds never sees samples change under it.

    Args:
        playout: listened to from now until ``close``.
    """

    def __init__(self, playout: Playout) -> None:
        self._playout = playout
        self._size = round(KEPT_S * playout.sample_rate)
        self._data: Samples = np.zeros(self._size, np.float32)
        self._end = playout.position
        playout.add_tap(self._hear)

    def close(self) -> None:
        """Stop listening; idempotent."""
        self._playout.remove_tap(self._hear)

    def between(self, start: int, end: int) -> Samples:
        """A copy of device samples [start, end), float32 [end - start]; zero where nothing is known."""
        out = np.zeros(max(0, end - start), np.float32)
        newest = self._end
        first, last = max(start, newest - self._size, 0), min(end, newest)
        if first < last:
            at = np.arange(first, last) % self._size
            out[first - start : last - start] = self._data[at]
        return out

    def _hear(self, samples: Samples) -> None:
        end = self._playout.position
        count = min(len(samples), self._size)
        begin = (end - count) % self._size
        head = min(count, self._size - begin)
        piece = samples[len(samples) - count :]
        self._data[begin : begin + head] = piece[:head]
        self._data[: count - head] = piece[head:]
        self._end = end
