"""The noise that codes are drawn with: exponential, one row a step, on the device before it is needed."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Noise = Callable[[int, int], Tensor]
"""Step (from 0, in order) and size to exponential noise (size,), float32."""

AHEAD = 8
"""Rows brought to an accelerator at once: a copy from the processor's memory makes it wait."""


def given_noise(rows: Tensor, device: torch.device) -> Noise:
    """Known noise (steps, at least size)."""
    there = rows.to(device)
    return lambda step, size: there[step, :size]


def drawn_noise(generator: torch.Generator | None, device: torch.device) -> Noise:
    """Noise from ``generator``, on whatever device; torch's global one if none.

    Rows are drawn one at a time, so that a seed gives the same noise whatever device it is for. A generator on another
    device than ``device`` is asked for up to ``AHEAD`` - 1 rows more than are used.
    """
    source = device if generator is None else generator.device

    def row(size: int) -> Tensor:
        chance = torch.empty(size, device=source)
        return chance.exponential_(generator=generator).clamp_min_(torch.finfo(torch.float32).tiny)

    if source.type == device.type:
        return lambda _step, size: row(size)
    return _InBlocks(row, device)


class _InBlocks:
    """Rows drawn elsewhere, brought over several at a time."""

    def __init__(self, row: Callable[[int], Tensor], device: torch.device) -> None:
        self._row, self._device = row, device
        self._block: list[Tensor] = []

    def __call__(self, _step: int, size: int) -> Tensor:
        if not self._block:
            rows = torch.stack([self._row(size) for _ in range(AHEAD)])
            if self._device.type == "cuda":
                rows = rows.pin_memory()  # the one kind of memory whose copy nobody waits for
            self._block = list(rows.to(self._device, non_blocking=self._device.type == "cuda"))
        return self._block.pop(0)
