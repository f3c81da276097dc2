"""Tracks with a feeling and a timbre: new pitch, new resonances, new colour."""

from __future__ import annotations

import numpy as np

from engine.voices.harmonics import filling, realigned, residue, step_back
from engine.voices.pitch import shape_pitch
from engine.voices.prosody import Prosody
from engine.voices.timbre import Timbre
from engine.voices.timed import Frames, TimedTracks
from engine.voices.tone import aspiration, bin_map, equaliser
from engine.voices.tracks import VOICED_HZ


class ShapedTracks:
    """What ``render`` reads: ``timed`` with ``prosody`` and ``timbre``; untouched where both are neutral."""

    def __init__(self, timed: TimedTracks, prosody: Prosody, timbre: Timbre, seed: int) -> None:
        self._timed = timed
        self._formants = timbre.formants * prosody.formants
        self._bins = bin_map(self._formants)
        self.f0 = shape_pitch(timed.f0, prosody, timbre, seed)
        self._plain = self._bins is None and self.f0 is timed.f0
        self.equaliser = equaliser(prosody, timbre)
        self.aspiration = aspiration(prosody.breath + timbre.breath)

    def frames(self, start: int, stop: int) -> Frames:
        """Frames ``start`` to ``stop``."""
        found = self._timed.frames(start, stop)
        return found if self._plain else self._shaped(found, start, stop)

    def _shaped(self, found: Frames, start: int, stop: int) -> Frames:
        old, new = self._timed.f0[start:stop], self.f0[start:stop]
        voiced = np.flatnonzero(old > VOICED_HZ)
        bins = realigned(old[voiced], new[voiced], self._formants)
        lh = np.take_along_axis(found.lh[voiced], bins, axis=1)
        theta = np.take_along_axis(found.theta[voiced], bins, axis=1)
        self._scale(found)
        found.lh[voiced] = lh + filling(old[voiced], new[voiced])
        found.theta[voiced] = theta
        step = np.zeros((stop - start, 1), np.float32)
        step[voiced] = residue(old[voiced], new[voiced])
        step_back(found.lh, found.lr, step)
        return found

    def _scale(self, found: Frames) -> None:
        """Move every resonance, in the frames that have no harmonics to go by."""
        if self._bins is None:
            return
        for name in ("lh", "theta", "ln", "lr", "phi"):
            setattr(found, name, np.take(getattr(found, name), self._bins, axis=1))
