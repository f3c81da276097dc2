"""The vocoder's activation: SnakeBeta at twice the rate, so that its harmonics do not fold back."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from indextts.vocoder import resampling
from indextts.vocoder.fused import Fused, kernel_for
from indextts.vocoder.stream import Chain, Stream

UNUSED = (r"(.*\.)?upsample\.filter", r"(.*\.)?downsample\.lowpass\.filter")
"""The checkpoint repeats the one filter with every activation; :mod:`indextts.vocoder.filters` computes it."""
_WIDE = 384  # values, where wider rows are no faster


class SnakeBeta(nn.Module):
    """x + sin²(a·x) / b for each channel, a and b stored as logarithms.

    Source: Ziyin et al. 2020, arXiv 2006.08195, with the amplitude as a second parameter.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def halves(self) -> tuple[Tensor, Tensor]:
        """2a and 1/(2b), each (C,): sin²(ax)/b is (1 - cos(2ax))/(2b), one pass over memory less."""
        return 2 * self.alpha.exp(), 0.5 / (self.beta.exp() + 1e-9)


class AntiAliased(nn.Module):
    """Up by two, activation, down by two."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.act = SnakeBeta(channels)

    def stream(self) -> Stream:
        """Rows (n,C) to (n,C)."""
        rate, amount = self.act.halves()
        kernel = kernel_for(rate.device)
        if kernel is not None:
            return Fused(kernel, rate, amount)

        def up(rows: Tensor) -> Tensor:
            pairs = resampling.upsample(rows)  # (n,2C)
            x, times = _beside(pairs, len(rate))  # (2n/times,times·C), the same memory
            x.addcmul_((x * rate.repeat(times)).cos_(), amount.repeat(times), value=-1)
            return pairs

        def down(pairs: Tensor) -> Tensor:
            rows = resampling.downsample(pairs)
            x, times = _beside(rows, len(rate))
            x += amount.repeat(times)  # left for the end, as a constant passes the filter as it is
            return rows

        return Chain([resampling.raising(up, len(rate)), resampling.lowering(down, len(rate))])


def _beside(rows: Tensor, channels: int) -> tuple[Tensor, int]:
    """Short rows side by side and how many, because what differs by channel is slow to apply along short rows."""
    times = math.gcd(rows.numel() // channels, max(1, _WIDE // channels))
    return rows.view(-1, times * channels), times
