"""Exact duration: which place of the spoken original each new frame shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.tracks import HOP

Positions = NDArray[np.float64]
CONTEXT = 2
"""Frames needed beyond the samples' ends so that every sample is covered by all four windows."""


def frame_positions(start: int, frames: int, samples: int) -> Positions:
    """Source position, in frames, of each frame that a rendering of ``samples`` samples needs.

    Element ``CONTEXT + j`` belongs to the frame centred on sample ``j * HOP``; there are
    ``ceil(samples / HOP) + 1 + 2 * CONTEXT`` of them. Without a change of length they are whole numbers.
    """
    last = -(-samples // HOP)
    wanted = np.arange(-CONTEXT, last + CONTEXT + 1, dtype=np.float64)
    length = samples / HOP
    inner = np.clip(wanted, 0.0, length)
    return start + inner * (frames / length) + (wanted - inner)
