"""The flow's time as a vector: sinusoids, then a small network (Peebles and Xie 2022, arXiv 2212.09748)."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

FREQUENCIES = 128
TIME_SCALE = 1000.0
"""Time runs from 0 to 1; the sinusoids expect diffusion steps."""
MAX_PERIOD = 10_000.0


class TimestepEmbedder(nn.Module):
    """Embeds t in [0, 1]."""

    freqs: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("freqs", _frequencies())
        self.mlp = nn.Sequential(nn.Linear(2 * FREQUENCIES, width), nn.SiLU(), nn.Linear(width, width))

    def forward(self, t: Tensor) -> Tensor:
        """``t`` (B,) float32 to (B, width)."""
        # Phases reach 1000 radians: frequencies stored in 16 bits would be wrong by whole turns, so then they
        # are computed anew.
        freqs = self.freqs if self.freqs.dtype == torch.float32 else _frequencies().to(t.device)
        phase = TIME_SCALE * t.float()[:, None] * freqs  # (B, 128)
        waves = torch.cat([phase.cos(), phase.sin()], dim=-1)  # (B, 256)
        embedded: Tensor = self.mlp(waves.to(next(self.mlp.parameters()).dtype))
        return embedded


def _frequencies() -> Tensor:
    return torch.exp(-math.log(MAX_PERIOD) / FREQUENCIES * torch.arange(FREQUENCIES, dtype=torch.float32))
