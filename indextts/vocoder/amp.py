"""Anti-aliased multi-periodicity block: the vocoder's residual block."""

from __future__ import annotations

from typing import cast

from torch import nn

from indextts.vocoder.activation import AntiAliased
from indextts.vocoder.conv import Conv
from indextts.vocoder.stream import Chain, Same, Stream, Sum


class AMPBlock(nn.Module):
    """Rounds of activation, dilated convolution, activation, convolution, each added to its input.

    Source: BigVGAN (Lee et al. 2023, arXiv 2206.04658).
    """

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.convs1 = nn.ModuleList(Conv(channels, channels, kernel, dilation=dilation) for dilation in dilations)
        self.convs2 = nn.ModuleList(Conv(channels, channels, kernel) for _ in dilations)
        self.activations = nn.ModuleList(AntiAliased(channels) for _ in range(2 * len(dilations)))

    def stream(self) -> Stream:
        """Rows (n,C) to (n,C)."""
        rounds = zip(self.activations[0::2], self.convs1, self.activations[1::2], self.convs2, strict=True)
        return Chain([Sum([Same(), Chain([_stream(layer) for layer in layers])]) for layers in rounds])


def _stream(layer: nn.Module) -> Stream:
    return cast(AntiAliased | Conv, layer).stream()
