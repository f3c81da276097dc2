"""Tracks read at any places in time, run by run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.voices.harmonics import step_back
from engine.voices.tracks import VOICED_HZ, Floats, Tracks
from engine.voices.warp import Positions

WHOLE = 1e-6
"""Positions this near to whole frames are not interpolated."""
STEEPEST_LOG = np.float32(20.0)
"""Rises between neighbours are capped here, where their powers would leave float32."""

SLIP_LOG = 0.35
FULL_SLIP = 0.1
"""A tenth faster or slower lowers the free-phase part by ``SLIP_LOG`` (3 dB)."""


@dataclass(slots=True)
class Frames:
    """A run of frames, ready to be changed in place; arrays as in ``Tracks``, [n, BINS]."""

    lh: Floats
    theta: Floats
    ln: Floats
    lr: Floats
    phi: Floats


class TimedTracks:
    """``tracks`` read at ``positions`` (frames, any real number; see ``frame_positions``)."""

    def __init__(self, tracks: Tracks, positions: Positions) -> None:
        last = len(tracks.f0) - 1
        inside = np.clip(positions, 0, last)
        self._tracks = tracks
        self._below = np.floor(inside + WHOLE).astype(np.intp)
        self._above = np.minimum(self._below + 1, last)
        self._near = np.rint(inside).astype(np.intp)
        self._part = np.maximum(inside - self._below, 0).astype(np.float32)[:, None]
        self.f0 = self._pitch(tracks.f0)
        self._slip = self._slipping(positions)

    def frames(self, start: int, stop: int) -> Frames:
        """Frames ``start`` to ``stop``: magnitudes between those of the neighbours, phases from the nearest frame."""
        below, near = self._below[start:stop], self._near[start:stop]
        found = Frames(
            lh=self._tracks.lh[below],
            theta=self._tracks.theta[near],
            ln=self._tracks.ln[below],
            lr=self._tracks.lr[below],
            phi=self._tracks.phi[near],
        )
        self._advance(found, start, stop)
        step_back(found.lh, found.lr, self._slip[start:stop])
        return found

    def _advance(self, found: Frames, start: int, stop: int) -> None:
        """Bring the magnitudes of the frames below as far as their positions lie towards those above.

        Of the pulses the powers are linear, or 0.4 LU would be lost. Of the other parts the logarithms are: softer,
        but the free-phase part is noise between its own frames, and its full power costs 0.09 of DNSMOS.
        """
        above, part = self._above[start:stop], self._part[start:stop]
        if not (part > WHOLE).any():
            return
        found.lh += _power_rise(self._tracks.lh[above] - found.lh, part)
        found.ln += part * (self._tracks.ln[above] - found.ln)
        found.lr += part * (self._tracks.lr[above] - found.lr)

    def _slipping(self, positions: Positions) -> Floats:
        """How much to lower the log free-phase magnitude where voiced time is stretched or squeezed, [F, 1].

        Its phases hold for the original spacing only; half as much of it roughens less (0.03 to 0.04 of DNSMOS).
        """
        change = np.abs(np.gradient(positions) - 1.0) / FULL_SLIP
        slip = np.where(self.f0 > VOICED_HZ, np.minimum(change, 1.0) * SLIP_LOG, 0.0)
        return slip.astype(np.float32)[:, None]

    def _pitch(self, f0: Floats) -> Floats:
        """F0 between two voiced frames is linear; beside an unvoiced one the nearest frame decides."""
        low, high, part = f0[self._below], f0[self._above], self._part[:, 0]
        both = (low > VOICED_HZ) & (high > VOICED_HZ)
        return np.asarray(np.where(both, low + part * (high - low), f0[self._near]), np.float32)


def _power_rise(rise: Floats, part: Floats) -> Floats:
    """Log magnitude above the lower frame's where power has come ``part`` of a ``rise`` from it."""
    powers = np.exp(2 * np.minimum(rise, STEEPEST_LOG))
    return np.asarray(np.log(1 + part * (powers - 1)) / 2, np.float32)
