"""A ring of samples between exactly one producer thread and exactly one consumer thread."""

from __future__ import annotations

import numpy as np

from engine.values import Samples


class RingBuffer:
    """Preallocated float32 samples with absolute positions; neither side ever waits for the other.

    ``written`` is changed by the producer only and ``read`` by the consumer only; both only grow, so each side sees
    at worst an older, safe value of the other's.

    Args:
        capacity: samples held at most, >= 1.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = max(1, capacity)
        self.read = 0
        self.written = 0
        self._data: Samples = np.zeros(self.capacity, np.float32)

    @property
    def room(self) -> int:
        """Samples the producer may still write."""
        return self.capacity - (self.written - self.read)

    def write(self, samples: Samples) -> int:
        """Copy in as much of ``samples`` [n] as there is room for; returns how many were taken."""
        count = min(len(samples), self.room)
        at = self.written % self.capacity
        first = min(count, self.capacity - at)
        self._data[at : at + first] = samples[:first]
        self._data[: count - first] = samples[first:count]
        self.written += count
        return count

    def read_into(self, out: Samples) -> None:
        """Fill ``out`` [n] and move on; the caller knows that n samples are there."""
        count = len(out)
        at = self.read % self.capacity
        first = min(count, self.capacity - at)
        out[:first] = self._data[at : at + first]
        out[first:] = self._data[: count - first]
        self.read += count

    def skip_to(self, position: int) -> None:
        """Give up everything before the absolute ``position``."""
        self.read = max(self.read, position)
