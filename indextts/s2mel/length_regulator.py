"""Semantic vectors at any rate to conditions at the mel's rate."""

from __future__ import annotations

from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import LengthRegulatorConfig

UNUSED: tuple[str, ...] = (r"embedding\..*", "mask_token")


class LengthRegulator(nn.Module):
    """Stretch by nearest neighbour, then smooth with a small convolutional network.

    The group norms see every channel and the whole time at once, so a sequence cannot be regulated in pieces.
    """

    unused = UNUSED

    def __init__(self, config: LengthRegulatorConfig) -> None:
        super().__init__()
        width = config.channels
        self.content_in_proj = nn.Linear(config.in_channels, width)
        layers: list[nn.Module] = []
        for _ in config.sampling_ratios:
            layers += [nn.Conv1d(width, width, 3, padding=1), nn.GroupNorm(1, width), nn.Mish()]
        self.model = nn.Sequential(*layers, nn.Conv1d(width, width, 1))

    def forward(self, x: Tensor, frames: int) -> Tensor:
        """Regulate.

        Args:
            x: semantic vectors (B, n, in_channels).
            frames: length wanted, mel frames, at least 1.

        Returns:
            conditions (B, frames, channels).
        """
        x = self.content_in_proj(x)  # (B, n, channels)
        x = F.interpolate(x.mT, size=frames, mode="nearest")  # (B, channels, frames)
        regulated: Tensor = self.model(x).mT
        return regulated

    def placed(self, x: Tensor, sources: Tensor) -> Tensor:
        """As :meth:`forward`, with the row that each frame takes given: ``sources`` (frames,) int64."""
        x = self.content_in_proj(x)[:, sources]  # (B, frames, channels)
        regulated: Tensor = self.model(x.mT).mT
        return regulated


class LatentMLP(nn.Sequential):
    """The language model's hidden states to semantic vectors: linear layers with nothing between them.

    Args:
        dims: widths from input to output, as ``GPTLayerConfig.dims``.
    """

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__(*(nn.Linear(a, b) for a, b in pairwise(dims)))
