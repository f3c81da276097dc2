"""Lets a new pitch keep the old vocal tract: the model knows its filter only at the harmonics it was given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.tracks import BINS, SAMPLE_RATE, Floats

BIN_HZ = SAMPLE_RATE / 2 / (BINS - 1)
RESIDUE_LOG = 0.6
"""The free-phase part still hums the old pitch, so it steps back by 5 dB once the new one is a semitone away."""
MAKE_UP = 0.1
"""The share of such a step, in decibels, that the pulses must gain for the loudness to stay: at 5 dB, 0.5 LU."""
LEVEL_LOG = 0.16
"""What the pulses gain per octave of rise, 1.4 dB: higher harmonics are fewer, and a formant catches less of them."""
_BINS = np.arange(BINS, dtype=np.float32)


def realigned(old: Floats, new: Floats, formants: float) -> NDArray[np.intp]:
    """Which bin of the model to show in each bin, [n, BINS], for voiced frames moved from ``old`` to ``new`` Hz, [n].

    Each bin belongs to the nearest new harmonic and takes its place beside the old harmonic that lies nearest in
    frequency (before ``formants`` multiplied it). Reading between old harmonics instead costs 0.3 of DNSMOS and
    2 dB of level at two semitones, because the model was never told what to say there.
    """
    was, now = (old / BIN_HZ)[:, None], (new / BIN_HZ)[:, None]
    harmonic = np.maximum(np.rint(_BINS / now), 1)
    beside = _BINS - np.rint(harmonic * now)
    nearest = np.maximum(np.rint(harmonic * (now / (was * np.float32(formants)))), 1)
    bins = np.rint(nearest * was) + beside
    return np.asarray(np.clip(bins, 0, BINS - 1), np.intp)


def filling(old: Floats, new: Floats) -> Floats:
    """How much to raise the log pulse magnitude of each frame for the loudness to stay, [n, 1]."""
    return np.asarray(np.log2(new / old) * LEVEL_LOG, np.float32)[:, None]


def residue(old: Floats, new: Floats) -> Floats:
    """How much to lower the log free-phase magnitude of each frame, [n, 1]."""
    semitones = np.abs(np.log2(new / old)) * 12
    return np.asarray(np.minimum(semitones, 1.0) * RESIDUE_LOG, np.float32)[:, None]


def step_back(lh: Floats, lr: Floats, log: Floats) -> None:
    """Lower the free-phase part ``lr`` [n, BINS] by ``log`` [n, 1] and let the pulses ``lh`` fill in, in place."""
    lr -= log
    lh += MAKE_UP * log
