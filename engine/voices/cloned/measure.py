"""What a reference recording is like, in numbers. Pure; all from the part the model hears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.voices.cloned.clip import Clip

FRAME_S = 0.02
SILENCE_DB = -100.0
"""Level of digital silence, dBFS."""
AUDIBLE_DB = -60.0
"""A recording that never exceeds this is silent."""
BELOW_SPEECH_DB = 30.0
"""Frames within this of the loudest ones may be speech; consonants are that quiet."""
ABOVE_NOISE_DB = 6.0
"""A frame has to stand this far out of the noise."""
QUIETEST = 5
"""Percentile of the frames' levels that stands for the noise: even hurried speech has so many pauses."""
STUCK = 3
"""Samples in a row at the peak that mean a clipped wave."""
SPECTRUM_POINTS = 1024
FLOOR_DB = 60.0
"""The band ends where speech is this far below its strongest part."""

Levels = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """All levels in dB of full scale.

    Attributes:
        seconds: of the whole recording.
        rate: samples a second.
        peak_db: largest sample.
        speech_db: mean power of the frames with speech.
        noise_db: level in its pauses: what a twentieth of all frames stays under.
        snr_db: speech above noise.
        clipped: share of samples in flat tops, 0 to 1.
        bandwidth_hz: up to where there is sound.
        speech_s: seconds with speech, of those that the model hears.
        speech_share: their share, 0 to 1.
        levels: of every 20 ms.
    """

    seconds: float
    rate: int
    peak_db: float
    speech_db: float
    noise_db: float
    snr_db: float
    clipped: float
    bandwidth_hz: float
    speech_s: float
    speech_share: float
    levels: Levels


def measure(clip: Clip) -> Measured:
    """Measure a recording; one without samples is silent."""
    samples = clip.heard.astype(np.float64)
    samples = samples - (samples.mean() if len(samples) else 0.0)  # an offset is no sound
    size = max(1, round(FRAME_S * clip.rate))
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    powers = np.square(frames).mean(axis=1)
    levels = _db(powers)
    speaking = _speaking(levels)
    speech = float(_db(powers[speaking].mean())) if speaking.any() else SILENCE_DB
    noise = float(np.percentile(levels, QUIETEST)) if len(levels) else SILENCE_DB
    return Measured(
        seconds=clip.seconds,
        rate=clip.rate,
        peak_db=float(_db(np.square(samples).max(initial=0.0))),
        speech_db=speech,
        noise_db=noise,
        snr_db=max(0.0, speech - noise),
        clipped=_clipped(clip.heard.astype(np.float64)),
        bandwidth_hz=_bandwidth(frames[speaking], clip.rate),
        speech_s=float(speaking.sum()) * FRAME_S,
        speech_share=float(speaking.mean()) if len(speaking) else 0.0,
        levels=levels,
    )


def _db(power: NDArray[np.float64] | np.float64) -> Levels:
    level: Levels = np.maximum(SILENCE_DB, 10 * np.log10(np.maximum(power, 1e-12)))
    return level


def _speaking(levels: Levels) -> NDArray[np.bool_]:
    """Frames loud enough for speech; none in a silent recording."""
    if not len(levels):
        return np.zeros(0, bool)
    loud = float(np.percentile(levels, 95))
    floor = float(np.percentile(levels, 10))
    # A steady recording (no pauses) has its floor beside its loudest frames; then the noise tells nothing.
    noise = floor + ABOVE_NOISE_DB if loud - floor > 2 * ABOVE_NOISE_DB else SILENCE_DB
    return levels > max(AUDIBLE_DB, loud - BELOW_SPEECH_DB, noise)


def _clipped(samples: Levels) -> float:
    """Share of samples in runs of at least three at the very peak; a wave's own crest has one or two there."""
    peak = float(np.abs(samples).max(initial=0.0))
    if peak == 0.0:
        return 0.0
    at_peak = (np.abs(samples) >= 0.9995 * peak).astype(np.int8)
    edges = np.flatnonzero(np.diff(at_peak, prepend=0, append=0))
    runs = edges[1::2] - edges[::2]
    return float(runs[runs >= STUCK].sum()) / len(samples)


def _bandwidth(frames: NDArray[np.float64], rate: int) -> float:
    """The highest frequency at which the frames' mean spectrum is within 60 dB of its strongest point."""
    if not len(frames):
        return 0.0
    window = np.hanning(frames.shape[1])
    power = np.square(np.abs(np.fft.rfft(frames * window, max(SPECTRUM_POINTS, frames.shape[1])))).mean(axis=0)
    smooth = np.convolve(power, np.ones(5) / 5, "same")
    above = np.flatnonzero(smooth > smooth.max() * 10 ** (-FLOOR_DB / 10))
    return float(above[-1]) / (len(power) - 1) * rate / 2 if len(above) else 0.0
