"""Where speech begins and ends in a set of tracks, so that nobody waits through the model's silence."""

from __future__ import annotations

import numpy as np

from engine.voices.tracks import BINS, VOICED_HZ, Floats

BIN_STEP = 5
"""Every fifth bin is enough to tell sound from silence and costs a fifth."""
ONSET_DB = -16.0
"""Speech starts where a frame's level passes this (about -50 dB of full scale in the finished sound). The level is
absolute, since the first frame of a voice can stand 15 dB above the rest and so is no measure."""
OFFSET_DB = -22.0
"""Speech ends under this: lower than ``ONSET_DB``, so that final consonants may decay."""
LEAD_FRAMES = 1
"""A frame's window reaches back two frames, so half of an onset lies in the frame before."""
SHORTEST_FRAMES = 4


def levels(lh: Floats, ln: Floats, lr: Floats, f0: Floats) -> Floats:
    """Power per frame in dB of tracks [F, BINS] and f0 [F]; shape [F]. 36 to 40 is full scale."""
    loud = np.exp(2.0 * lr[:, ::BIN_STEP]).sum(axis=1) + 2.0 * np.exp(2.0 * ln[:, ::BIN_STEP]).sum(axis=1)
    pulsed = np.exp(2.0 * lh[:, ::BIN_STEP]).sum(axis=1)
    loud = loud + np.where(f0 > VOICED_HZ, pulsed, 0.0)
    return np.asarray(10.0 * np.log10(loud * (BIN_STEP / BINS) + 1e-12), np.float32)


def speech_bounds(level: Floats) -> tuple[int, int]:
    """First frame of speech and the one after its last, from the level per frame in dB, shape [F]."""
    sounding = np.flatnonzero(level > ONSET_DB)
    if not len(sounding):
        return 0, len(level)
    start = max(0, int(sounding[0]) - LEAD_FRAMES)
    stop = int(np.flatnonzero(level > OFFSET_DB)[-1]) + 1 + LEAD_FRAMES
    return start, min(max(stop, start + SHORTEST_FRAMES), len(level))
