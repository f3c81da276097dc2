"""The released system's own figures, recorded with the same work on two quiet cores of the same kind (float32)."""

from __future__ import annotations

from dataclasses import dataclass

AUDIO_S = 4.992
TOTAL_COLD_S = 237.13
"""Measured: new reference, 3 beams, 25 steps."""
TOTAL_CACHED_S = 215.6
"""Sum of its quiet parts: reference cached, 3 beams."""
PEAK_RSS_GB = 8.94


@dataclass(frozen=True)
class Part:
    """What a part took, and what it has to do at least."""

    seconds: float
    flop: float
    bytes: float


CODES = 250
PARTS = {
    "speech encoder, one recording": Part(5.44, 4.27e11, 1.64e9),
    "codec and style": Part(0.40, 2.5e10, 1.8e8),
    "speaker latents": Part(1.15, 8.04e10, 6.36e8),
    "emotion vector": Part(1.98, 7.42e10, 5.86e8),
    "codes, all beams": Part(100.0, 3 * 9.65e8 * CODES, 1.93e9 * CODES),
    "latent pass and regulator": Part(2.78, 3.1e11, 1.9e9),
    "flow": Part(101.8, 1.18e13, 3.6e8),
    "vocoder": Part(7.08, 7.76e11, 4.5e8),
}
