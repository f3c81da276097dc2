"""Sample rate conversion: soxr for recordings, and the windowed sinc that the model saw between its two rates."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

ZERO_CROSSINGS = 6  # half length of the sinc, in its own zero crossings
ROLL_OFF = 0.99  # cut-off, as a share of the lower Nyquist frequency


def soxr_resample(samples: NDArray[np.float32], source: int, target: int) -> NDArray[np.float32]:
    """High-quality conversion with the SoX resampler.

    Args:
        samples: (n,).
        source: rate of the samples, Hz.
        target: wanted rate, Hz.

    Returns:
        (ceil(n * target / source),): the resampler's own rounding, cut or filled with a zero.
    """
    if source == target:
        return samples
    length = -(-len(samples) * target // source)
    converted: NDArray[np.float32] = soxr.resample(samples, source, target, quality="HQ").astype(np.float32)
    return np.pad(converted[:length], (0, max(0, length - len(converted))))


@lru_cache(maxsize=4)
def _sinc_kernels(source: int, target: int) -> tuple[Tensor, int]:
    """One filter per output phase, for rates without a common divisor.

    Returns:
        float32 (target, 1, source + 2 * width) and ``width``, the samples looked at before a block of ``source``.
    """
    cutoff = min(source, target) * ROLL_OFF
    width = math.ceil(ZERO_CROSSINGS * source / cutoff)
    taps = torch.arange(-width, width + source, dtype=torch.float64) / source
    instants = torch.arange(target, dtype=torch.float64)[:, None] / target
    crossings = ((taps - instants) * cutoff).clamp(-ZERO_CROSSINGS, ZERO_CROSSINGS)  # (target, taps)
    window = torch.cos(crossings * math.pi / (2 * ZERO_CROSSINGS)).square()
    return (torch.sinc(crossings) * window * (cutoff / source)).float()[:, None], width


def sinc_resample(wave: Tensor, source: int, target: int) -> Tensor:
    """Band-limited interpolation (Smith, "Digital audio resampling") with a Hann-windowed sinc of six crossings.

    Args:
        wave: float32 (1, n).
        source: rate of the wave, Hz.
        target: wanted rate, Hz.

    Returns:
        float32 (1, ceil(n * target / source)).
    """
    if source == target:
        return wave
    divisor = math.gcd(source, target)
    source, target = source // divisor, target // divisor
    kernels, width = _sinc_kernels(source, target)
    padded = functional.pad(wave, (width, width + source))[:, None]  # (1, 1, n + 2 * width + source)
    phases = functional.conv1d(padded, kernels.to(wave), stride=source)  # (1, target, blocks)
    length = -(-wave.shape[1] * target // source)
    return phases.mT.reshape(1, -1)[:, :length]  # (1, m)
