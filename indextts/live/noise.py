"""Noise frame by frame: a line's length is not known when its first frames are needed."""

from __future__ import annotations

import torch
from torch import Tensor


class NoiseTape:
    """Standard normal noise, the same for a frame whichever chunks it is asked for in.

    Args:
        mels: channels.
        generator: source of chance.
    """

    def __init__(self, mels: int, generator: torch.Generator) -> None:
        self._mels, self._generator = mels, generator
        self._start = 0
        self._kept: list[Tensor] = []

    def __call__(self, first: int, stop: int) -> Tensor:
        """Frames ``first`` to ``stop`` as [1, mels, n]; ``first`` may not go back, earlier frames are forgotten."""
        while self._start + len(self._kept) < stop:
            # One frame a draw: torch's draws depend on how many are made at once.
            self._kept.append(torch.randn(self._mels, generator=self._generator))
        del self._kept[: first - self._start]
        self._start = first
        return torch.stack(self._kept[: stop - first], dim=1)[None]
