"""The perceiver resampler: any number of frames to a fixed number of latents.

Sources: Jaegle et al. 2021, Alayrac et al. 2022 (latents among the keys), Shazeer 2020 (gated feed-forward),
Zhang and Sennrich 2019 (root-mean-square norm).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEAD_WIDTH = 64
LAYERS = 2


class CrossAttention(nn.Module):
    """Latents attend to themselves and the context."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, heads * HEAD_WIDTH, bias=False)
        self.to_kv = nn.Linear(width, 2 * heads * HEAD_WIDTH, bias=False)
        self.to_out = nn.Linear(heads * HEAD_WIDTH, width, bias=False)

    def forward(self, latents: Tensor, context: Tensor) -> Tensor:
        """Latents (1, n, width), context (1, T, width) to (1, n, width)."""
        q = self._split(self.to_q(latents))  # (1,h,n,64)
        kv = self.to_kv(torch.cat((latents, context), dim=1))  # (1,n+T,2*h*64)
        k, v = (self._split(half) for half in kv.chunk(2, dim=2))  # (1,h,n+T,64)
        mixed = F.scaled_dot_product_attention(q, k, v)  # (1,h,n,64)
        out: Tensor = self.to_out(mixed.transpose(1, 2).flatten(2))  # (1,n,width)
        return out

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.heads, HEAD_WIDTH).transpose(1, 2)


class GELUGate(nn.Module):
    """The second half, through a GELU, gates the first."""

    def forward(self, x: Tensor) -> Tensor:
        """(..., 2m) to (..., m)."""
        value, gate = x.chunk(2, dim=-1)
        return value * F.gelu(gate)


class ScaledNorm(nn.Module):
    """Unit length times sqrt(width) times a gain."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) to (..., width)."""
        return F.normalize(x, dim=-1) * math.sqrt(x.shape[-1]) * self.gamma


class Perceiver(nn.Module):
    """Two layers of cross-attention and gated feed-forward around learned latents.

    Args:
        context: width of the context.
        width: width of the latents.
        latents: how many.
        heads: attention heads, each 64 wide.
        mult: expansion of the feed-forward before the two thirds of a gated layer.
    """

    def __init__(self, context: int, width: int, *, latents: int, heads: int, mult: int) -> None:
        super().__init__()
        inner = int(width * mult * 2 / 3)
        self.latents = nn.Parameter(torch.zeros(latents, width))
        self.proj_context = nn.Linear(context, width)
        self.layers = nn.ModuleList(
            nn.ModuleList(
                (
                    CrossAttention(width, heads),
                    nn.Sequential(nn.Linear(width, 2 * inner), GELUGate(), nn.Linear(inner, width)),
                )
            )
            for _ in range(LAYERS)
        )
        self.norm = ScaledNorm(width)

    def forward(self, frames: Tensor) -> Tensor:
        """Frames (1, T, context) to (1, latents, width)."""
        context = self.proj_context(frames)  # (1,T,width)
        x = self.latents[None]  # (1,n,width)
        for layer in self.layers:
            attention, feed_forward = layer.children()
            x = x + attention(x, context)
            x = x + feed_forward(x)
        latents: Tensor = self.norm(x)
        return latents
