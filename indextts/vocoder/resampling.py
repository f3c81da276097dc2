"""Twice the rate and back, as products with banded matrices.

A row in time (n,C) at twice the rate is a pair of rows (n,2C), which is the same memory as (2n,C). A filter over time
is then one small matrix for every block of rows, the same for all channels: a batch of dense products, far faster on
processors and accelerators than a convolution per channel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

from indextts.vocoder.filters import TAPS, low_pass
from indextts.vocoder.stream import Window

MARGIN = 3
"""Rows that either direction needs around each row."""
_BLOCK = 8
"""Rows of a block: the fastest of 8, 16, 32; larger ones multiply more zeros."""


def upsample(rows: Tensor) -> Tensor:
    """Double the rate: (3+n+3, C) to n pairs (n,2C)."""
    width = rows.shape[1]
    matrix, _ = _matrices(rows.device, rows.dtype)
    return _slide(matrix, rows, len(rows) - 2 * MARGIN, taken=1, given=2).view(-1, 2 * width)


def downsample(pairs: Tensor) -> Tensor:
    """Halve the rate: pairs (3+n+3, 2C) to (n,C)."""
    rows = pairs.view(-1, pairs.shape[1] // 2)
    _, matrix = _matrices(pairs.device, pairs.dtype)
    return _slide(matrix, rows, len(pairs) - 2 * MARGIN, taken=2, given=1)


def raising(compute: Callable[[Tensor], Tensor], width: int) -> Window:
    """A stream of rows (n,C) to pairs (n,2C); beyond the edges the rows there repeat."""
    return Window(compute, MARGIN, MARGIN, 2 * width, _first, _last)


def lowering(compute: Callable[[Tensor], Tensor], width: int) -> Window:
    """A stream of pairs (n,2C) to rows (n,C); beyond the edges the half pairs there repeat."""
    return Window(compute, MARGIN, MARGIN, width, _first_half, _last_half)


def _first(rows: Tensor, count: int) -> Tensor:
    return rows[:1].expand(count, -1)


def _last(rows: Tensor, count: int) -> Tensor:
    return rows[-1:].expand(count, -1)


def _first_half(pairs: Tensor, count: int) -> Tensor:
    return pairs[:1, : pairs.shape[1] // 2].repeat(count, 2)


def _last_half(pairs: Tensor, count: int) -> Tensor:
    return pairs[-1:, pairs.shape[1] // 2 :].repeat(count, 2)


def _slide(matrix: Tensor, rows: Tensor, count: int, *, taken: int, given: int) -> Tensor:
    """Multiply windows of rows; each of ``count`` steps takes ``taken`` new rows and gives ``given``."""
    width = rows.shape[1]
    whole, rest = divmod(count, _BLOCK)
    out = rows.new_empty(count * given, width)
    split = whole * _BLOCK * given
    step = _BLOCK * taken
    if whole:
        windows = rows.as_strided((whole, matrix.shape[1], width), (step * width, width, 1))
        torch.bmm(matrix.expand(whole, -1, -1), windows, out=out[:split].view(whole, -1, width))
    if rest:
        tail = rows[whole * step :]
        torch.mm(matrix[: rest * given, : len(tail)], tail, out=out[split:])
    return out


@lru_cache(maxsize=8)
def _matrices(device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """The filter as matrices of one block: up (16,14) and down (8,28)."""
    taps = low_pass()
    up = torch.zeros(2 * _BLOCK, _BLOCK + 2 * MARGIN)
    down = torch.zeros(_BLOCK, 2 * (_BLOCK + 2 * MARGIN))
    for row in range(_BLOCK):
        for near in range(TAPS // 2):  # every second sample in between is a zero, hence the factor 2
            up[2 * row, row + near] = 2 * taps[TAPS - 1 - 2 * near]
            up[2 * row + 1, row + near + 1] = 2 * taps[TAPS - 2 - 2 * near]
        down[row, 2 * row + 1 : 2 * row + 1 + TAPS] = torch.tensor(taps)
    return up.to(device, dtype), down.to(device, dtype)
