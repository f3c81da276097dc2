"""Rotary positions (Su et al. 2021, arXiv 2104.09864) on neighbouring pairs of channels."""

from __future__ import annotations

import torch
from torch import Tensor

BASE = 10_000.0


def rotary_table(length: int, head_dim: int, device: torch.device) -> Tensor:
    """Cosine and sine of every position and pair: (2, length, 1, head_dim / 2) float32."""
    exponent = torch.arange(0, head_dim, 2, dtype=torch.float32, device=device) / head_dim
    angle = torch.arange(length, dtype=torch.float32, device=device)[:, None] * BASE**-exponent  # (length, D / 2)
    return torch.stack([angle.cos(), angle.sin()])[:, :, None]


def rotate(x: Tensor, table: Tensor) -> Tensor:
    """Turn channels (2i, 2i + 1) of ``x`` (B, T, heads, D) by the angles of ``table`` (2, T, 1, D / 2)."""
    cos, sin = table
    even, odd = x.view(*x.shape[:-1], -1, 2).unbind(-1)  # (B, T, heads, D / 2) each
    turned = torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1)
    return turned.flatten(-2).to(x.dtype)
