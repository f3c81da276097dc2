"""A line's tracks as they will sound: warped in time, shaped by feeling and timbre, read run by run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.render import Frames
from engine.voices.tracks import VOICED_HZ, Floats, Tracks
from engine.voices.warp import Positions

WHOLE = 1e-6
"""Positions this near to whole frames are not interpolated."""


class ShapedTracks:
    """``tracks`` read at ``positions`` (frames, any real number; see ``frame_positions``)."""

    def __init__(self, tracks: Tracks, positions: Positions) -> None:
        self._tracks = tracks
        inside = np.clip(positions, 0, len(tracks.f0) - 1)
        self._below = np.floor(inside + WHOLE).astype(np.intp)
        self._above = np.minimum(self._below + 1, len(tracks.f0) - 1)
        self._near = np.rint(inside).astype(np.intp)
        self._part = np.maximum(inside - self._below, 0).astype(np.float32)[:, None]
        self.f0 = self._pitch(tracks.f0)

    def frames(self, start: int, stop: int) -> Frames:
        """Frames ``start`` to ``stop``: magnitudes linear between neighbours, phases from the nearest frame."""
        near = self._near[start:stop]
        return Frames(
            lh=self._between(self._tracks.lh, start, stop),
            theta=self._tracks.theta[near],
            ln=self._between(self._tracks.ln, start, stop),
            lr=self._between(self._tracks.lr, start, stop),
            phi=self._tracks.phi[near],
        )

    def _between(self, log: Floats, start: int, stop: int) -> Floats:
        part = self._part[start:stop]
        low = log[self._below[start:stop]]
        if not (part > WHOLE).any():
            return low
        return low + part * (log[self._above[start:stop]] - low)

    def _pitch(self, f0: NDArray[np.float32]) -> Floats:
        """F0 between two voiced frames is linear; beside an unvoiced one the nearest frame decides."""
        low, high, part = f0[self._below], f0[self._above], self._part[:, 0]
        both = (low > VOICED_HZ) & (high > VOICED_HZ)
        return np.asarray(np.where(both, low + part * (high - low), f0[self._near]), np.float32)
