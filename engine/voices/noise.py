"""The breath: Gaussian noise per frame, the same for the same seed and frame however rendering is cut."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from engine.voices.tracks import BINS

ROWS = 509
"""A prime, so that any step through the table visits every row; 6.4 s before a row comes again."""


@functools.lru_cache(maxsize=1)
def _table() -> NDArray[np.complex64]:
    generator = np.random.default_rng(20)
    return generator.standard_normal((ROWS, 2 * BINS), dtype=np.float32).view(np.complex64)


def noise(seed: int, start: int, stop: int) -> NDArray[np.complex64]:
    """Complex normal noise, unit variance per part, shape [stop - start, BINS], for frames ``start`` to ``stop``.

    Drawn from a fixed table, because drawing afresh costs more than the rest of a frame together.
    """
    step = 1 + seed % (ROWS - 1)
    rows = (seed // ROWS + step * np.arange(start, stop)) % ROWS
    return _table()[rows]
