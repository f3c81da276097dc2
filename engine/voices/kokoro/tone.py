"""Loudness and colour of finished samples: gain, and a tilt of the spectrum by a short symmetric filter."""

from __future__ import annotations

import functools

import numpy as np

from engine.values import Samples
from engine.voices.prosody import Prosody
from engine.voices.tone import tilted
from engine.voices.tracks import Floats

REACH = 160
"""Samples before and behind that decide a sample's colour: 6.7 ms, enough for a tilt from 250 Hz on."""


def coloured(samples: Samples, prosody: Prosody, level_db: float) -> Samples:
    """``samples`` with the rules' tilt, and their gain on top of ``level_db``; same length, no delay."""
    gain = np.float32(10.0 ** ((prosody.gain + level_db) / 20.0))
    tilt = round(prosody.tilt, 2)
    if not tilt:
        return np.asarray(samples * gain, np.float32)
    wide = np.convolve(samples, filter_taps(tilt) * gain)
    return np.asarray(wide[REACH : REACH + len(samples)], np.float32)


@functools.lru_cache(maxsize=64)
def filter_taps(tilt: float) -> Floats:
    """The filter for ``tilt`` dB per octave, [2 * REACH + 1], by frequency sampling under a Hann window."""
    whole = np.fft.fftshift(np.fft.irfft(tilted(tilt)))
    middle = len(whole) // 2
    taps = whole[middle - REACH : middle + REACH + 1] * np.hanning(2 * REACH + 3)[1:-1]
    return np.asarray(taps, np.float32)
