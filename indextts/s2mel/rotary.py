"""Rotary positions (Su et al. 2021, arXiv 2104.09864) on neighbouring pairs of channels."""

from __future__ import annotations

import torch
from torch import Tensor

BASE = 10_000.0


def rotary_table(length: int, head_dim: int, device: torch.device) -> Tensor:
    """The turn of every position and pair: (length, 1, head_dim / 2) complex64."""
    exponent = torch.arange(0, head_dim, 2, dtype=torch.float32, device=device) / head_dim
    angle = torch.arange(length, dtype=torch.float32, device=device)[:, None] * BASE**-exponent  # (length, D / 2)
    return torch.polar(torch.ones_like(angle), angle)[:, None]


def rotate(x: Tensor, table: Tensor) -> Tensor:
    """Turn channels (2i, 2i + 1) of ``x`` (B, T, heads, D) by ``table`` (T, 1, D / 2)."""
    pairs = torch.view_as_complex(x.float().view(*x.shape[:-1], -1, 2))  # (B, T, heads, D / 2)
    return torch.view_as_real(pairs * table).flatten(-2).to(x.dtype)
