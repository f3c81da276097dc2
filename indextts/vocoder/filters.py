"""The low-pass filter around the vocoder's activations."""

from __future__ import annotations

import math
from functools import lru_cache

import torch

TAPS = 12
"""Length of the filter, at the doubled rate."""
CUT_OFF = 0.25
"""Cycles a sample at the doubled rate: half the Nyquist frequency."""
HALF_WIDTH = 0.3
"""Half of the transition band, as a share of the doubled rate."""


@lru_cache(maxsize=1)
def low_pass() -> tuple[float, ...]:
    """The 12 taps of a Kaiser-windowed sinc whose sum is 1, symmetric.

    The window's shape follows from the wanted attenuation, here 51 dB.

    Source: Kaiser 1974; the sizes are those of BigVGAN (Lee et al. 2023, arXiv 2206.04658).
    """
    attenuation = 2.285 * (TAPS // 2 - 1) * math.pi * 4 * HALF_WIDTH + 7.95  # dB
    shape = 0.1102 * (attenuation - 8.7)
    window = torch.kaiser_window(TAPS, periodic=False, beta=shape, dtype=torch.float64)
    times = torch.arange(TAPS, dtype=torch.float64) - (TAPS - 1) / 2  # ..., -0.5, 0.5, ...
    taps = window * 2 * CUT_OFF * torch.sinc(2 * CUT_OFF * times)
    return tuple((taps / taps.sum()).tolist())
