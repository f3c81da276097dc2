"""Spectral colour: tilt, breath and formant scale, each as one curve over the bins."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from engine.voices.prosody import Prosody
from engine.voices.timbre import Timbre
from engine.voices.tracks import BINS, SAMPLE_RATE, Floats

LEVEL_DB = 7.0
"""Brings the model's -26 LUFS to about -19, with peaks still under full scale."""
PIVOT_HZ = 550.0
"""Where a tilt leaves the level alone: low enough that tilts of 1 dB per octave either way keep the loudness."""
TILT_SPAN = (250.0, 5000.0)
"""Tilt bends the spectrum between these; outside it stays level, or hiss and rumble would grow."""
BREATH_SPAN = (1500.0, 4000.0)
"""Aspiration replaces harmonics from the upper formants on (Klatt & Klatt 1990)."""
_HERTZ = np.arange(BINS) * (SAMPLE_RATE / 2 / (BINS - 1))


@functools.lru_cache(maxsize=64)
def tilted(tilt: float) -> Floats:
    """Linear gain per bin, [BINS], for ``tilt`` in dB per octave."""
    octaves = np.log2(np.clip(_HERTZ, *TILT_SPAN) / PIVOT_HZ)
    return np.asarray(10.0 ** (tilt * octaves / 20.0), np.float32)


def equaliser(prosody: Prosody, timbre: Timbre) -> tuple[Floats, Floats]:
    """Linear gain per bin for (voiced, unvoiced) frames, each [BINS]: the glottis makes only the former's tilt."""
    gain = np.float32(10.0 ** ((LEVEL_DB + prosody.gain + timbre.gain) / 20.0))
    return gain * tilted(round(prosody.tilt + timbre.tilt, 3)), np.full(BINS, gain, np.float32)


def aspiration(breath: float) -> Floats | None:
    """Noise to add in voiced frames as a share of the harmonic magnitude, [BINS]; None without ``breath``."""
    if breath <= 0:
        return None
    ramp = np.interp(np.log(np.maximum(_HERTZ, 1.0)), np.log(BREATH_SPAN), (0.0, 1.0))
    return np.asarray(breath * ramp, np.float32)


@functools.lru_cache(maxsize=64)
def _scaled(formants: float) -> NDArray[np.intp]:
    return np.minimum(np.rint(np.arange(BINS) / formants), BINS - 1).astype(np.intp)


def bin_map(formants: float) -> NDArray[np.intp] | None:
    """Which bin of the model each bin shows when every formant is multiplied by ``formants``; None for 1."""
    return None if abs(formants - 1.0) < 1e-3 else _scaled(round(formants, 3))
