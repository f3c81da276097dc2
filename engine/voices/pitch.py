"""Shapes the pitch curve: mean, range, final contour, wander."""

from __future__ import annotations

import numpy as np

from engine.voices.prosody import Prosody
from engine.voices.timbre import Timbre
from engine.voices.tracks import HOP, SAMPLE_RATE, VOICED_HZ, Floats

LOWEST_HZ, HIGHEST_HZ = 55.0, 620.0
FINAL_SECONDS = (0.5, 0.12)
"""The final move begins and is complete this long before the end of voice; what follows is too weak to carry pitch."""
TREMBLE = np.hanning(9)[1:-1]
"""Smooths the wander to under about 10 Hz, a tremble; faster wander is roughness and costs far more of DNSMOS."""


def shape_pitch(f0: Floats, prosody: Prosody, timbre: Timbre, seed: int) -> Floats:
    """F0 in Hz, [F], after ``prosody`` and ``timbre``; unvoiced frames keep their value.

    Range is spread about the geometric mean, since pitch is heard in ratios (semitones).
    """
    voiced = f0 > VOICED_HZ
    spread = prosody.range * timbre.range
    plain = not (prosody.pitch or prosody.final or prosody.jitter) and spread == timbre.pitch == 1.0
    if plain or not voiced.any():
        return f0
    log = np.log2(np.maximum(f0, VOICED_HZ))
    mean = log[voiced].mean()
    log = mean + (log - mean) * spread + np.log2(timbre.pitch) + prosody.pitch / 12
    log += (_final(voiced) * prosody.final + _wander(len(f0), seed) * prosody.jitter) / 12
    return np.where(voiced, np.clip(2.0**log, LOWEST_HZ, HIGHEST_HZ), f0).astype(np.float32)


def _final(voiced: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """0 until the first of ``FINAL_SECONDS`` of voice is left, then up to 1 at the second."""
    left = np.cumsum(voiced[::-1])[::-1] * (HOP / SAMPLE_RATE)
    begin, end = FINAL_SECONDS
    return np.clip((begin - left) / (begin - end), 0.0, 1.0)


def _wander(frames: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Smoothed noise of unit spread."""
    rough = np.random.default_rng(seed).standard_normal(frames + len(TREMBLE) - 1)
    return np.convolve(rough, TREMBLE, mode="valid") / float(np.sqrt(np.sum(TREMBLE**2)))
