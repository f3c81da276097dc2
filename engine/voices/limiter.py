"""Keeps peaks under full scale without memory, so blocks can be limited one by one."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

KNEE = 0.7
"""Samples up to this size pass untouched."""


def soft_limit(samples: Samples) -> Samples:
    """Bend what exceeds ``KNEE`` smoothly below 1.0 (hyperbolic tangent); a pure function of each sample."""
    size = np.abs(samples)
    if size.max(initial=0.0) <= KNEE:
        return samples
    room = 1.0 - KNEE
    bent = KNEE + room * np.tanh((size - KNEE) / room)
    return np.asarray(np.where(size > KNEE, np.copysign(bent, samples), samples), np.float32)
