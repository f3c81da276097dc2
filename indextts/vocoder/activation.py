"""The vocoder's activation: SnakeBeta at the doubled rate, so that its harmonics do not fold back."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from indextts.vocoder.filters import TAPS, low_pass_tensor

UNUSED = (r"(.*\.)?upsample\.filter", r"(.*\.)?downsample\.lowpass\.filter")
"""The checkpoint repeats the one filter with every activation; :mod:`indextts.vocoder.filters` computes it."""


class SnakeBeta(nn.Module):
    """x + sin²(a·x) / b for each channel, a and b stored as logarithms.

    Source: Ziyin et al. 2020, arXiv 2006.08195, with the amplitude as a second parameter.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """(B,C,T) to (B,C,T)."""
        rate = self.alpha.exp()[:, None]  # (C,1)
        amount = 1 / (self.beta.exp() + 1e-9)[:, None]
        return x + amount * torch.sin(x * rate).square()


def upsample(x: Tensor) -> Tensor:
    """Double the rate of (B,C,T): (B,C,2T), the edges repeated."""
    channels = x.shape[1]
    taps = low_pass_tensor(x.device, x.dtype).expand(channels, 1, -1)
    x = functional.pad(x, (5, 5), mode="replicate")  # (B,C,T+10)
    x = 2 * functional.conv_transpose1d(x, taps, stride=2, groups=channels)  # (B,C,2T+30)
    return x[..., 15:-15]  # (B,C,2T)


def downsample(x: Tensor) -> Tensor:
    """Halve the rate of (B,C,T): (B,C,ceil(T/2)), the edges repeated."""
    channels = x.shape[1]
    taps = low_pass_tensor(x.device, x.dtype).expand(channels, 1, -1)
    x = functional.pad(x, (TAPS // 2 - 1, TAPS // 2), mode="replicate")
    return functional.conv1d(x, taps, stride=2, groups=channels)


class AntiAliased(nn.Module):
    """Up by two, activation, down by two."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.act = SnakeBeta(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B,C,T) to (B,C,T)."""
        y: Tensor = self.act(upsample(x))  # (B,C,2T)
        return downsample(y)
