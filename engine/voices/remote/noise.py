"""Keeps what is no speech from an audience's ears: bytes of another format sound as loud white noise."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

SPAN_S = 0.1
LOUDEST = 0.4
"""Root mean square of a span. Random 16-bit samples have 0.58; mastered speech stays under 0.3."""
LEAST_LIKENESS = 0.3
"""Correlation of each sample with the next: about 0 in random bytes, over 0.5 in loud speech at any usual rate."""


def is_noise(samples: Samples, sample_rate: int) -> bool:
    """Whether ``samples`` [n] hold a span that can only be misread bytes."""
    span = round(SPAN_S * sample_rate)
    for begin in range(0, len(samples), span):
        part = samples[begin : begin + span]
        power = float(np.dot(part, part))
        if power <= LOUDEST**2 * len(part) or len(part) < span // 4:
            continue
        if float(np.dot(part[:-1], part[1:])) < LEAST_LIKENESS * power:
            return True
    return False
