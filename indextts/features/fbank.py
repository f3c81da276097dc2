"""Kaldi's log filter banks at 16 kHz, the front end of CAMPPlus and of w2v-bert.

Own code because the alternatives bring a whole framework (torchaudio, kaldi-native-fbank) for one formula.
Source: Povey et al., "The Kaldi speech recognition toolkit", 2011, and its documented defaults.
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

SAMPLE_RATE = 16000  # Hz
FRAME = 400  # samples: 25 ms
HOP = 160  # samples: 10 ms
FFT = 512
BANDS = 80
LOW_HZ = 20.0
PREEMPHASIS = 0.97
FLOOR = 2.0**-23  # under the logarithm: float32's epsilon


def _mel(hz: Tensor) -> Tensor:
    return 1127 * (1 + hz / 700).log()


@cache
def filterbank() -> Tensor:
    """Triangles that are linear on the mel axis, 20 Hz to 8 kHz: float64 (257, 80) on the CPU."""
    limits = _mel(torch.tensor([LOW_HZ, SAMPLE_RATE / 2], dtype=torch.float64)).tolist()
    edges = torch.linspace(limits[0], limits[1], BANDS + 2, dtype=torch.float64)
    bins = _mel(torch.arange(FFT // 2 + 1, dtype=torch.float64) * SAMPLE_RATE / FFT)[:, None]  # (257, 1)
    width = (limits[1] - limits[0]) / (BANDS + 1)
    return torch.minimum(bins - edges[:-2], edges[2:] - bins).div(width).clamp_min(0)


@cache
def povey_window() -> Tensor:
    """Symmetric Hann to the power 0.85: float64 (400,) on the CPU."""
    return torch.hann_window(FRAME, periodic=False, dtype=torch.float64).pow(0.85)


def log_energies(wave: Tensor) -> Tensor:
    """Log filter bank energies in double precision, because quiet bands lie near the floor.

    Args:
        wave: (n,) at 16 kHz, any scale, at least 400 samples.

    Returns:
        float64 (1 + (n - 400) // 160, 80) on the CPU, whatever the wave's device (not every device has float64).
    """
    frames = wave.detach().cpu().double().unfold(0, FRAME, HOP)  # (frames, 400)
    frames = frames - frames.mean(dim=1, keepdim=True)
    before = functional.pad(frames[:, None], (1, 0), mode="replicate")[:, 0, :-1]  # the first sample precedes itself
    spectrum = torch.fft.rfft((frames - PREEMPHASIS * before) * povey_window(), FFT)  # (frames, 257)
    power = spectrum.real.square() + spectrum.imag.square()
    energies: Tensor = power @ filterbank()  # (frames, 80)
    return energies.clamp_min(FLOOR).log()


def kaldi_fbank(wave: Tensor) -> Tensor:
    """Kaldi filter banks without dither and energy.

    Args:
        wave: float32 (1, n) at 16 kHz in -1..1, at least 400 samples (25 ms).

    Returns:
        float32 (1 + (n - 400) // 160, 80), natural logarithm, on the wave's device.
    """
    return log_energies(wave[0]).float().to(wave.device)


def speaker_fbank(wave: Tensor) -> Tensor:
    """Filter banks with each band's mean over time removed, as the style encoder takes them.

    Args:
        wave: float32 (1, n) at 16 kHz in -1..1, at least 400 samples.

    Returns:
        float32 (1, frames, 80) on the wave's device.
    """
    energies = log_energies(wave[0])
    return (energies - energies.mean(dim=0)).float().to(wave.device)[None]
