"""Anti-aliased multi-periodicity block: the vocoder's residual block."""

from __future__ import annotations

from torch import Tensor, nn

from indextts.vocoder.activation import AntiAliased


class AMPBlock(nn.Module):
    """Rounds of activation, dilated convolution, activation, convolution, each added to its input.

    Source: BigVGAN (Lee et al. 2023, arXiv 2206.04658).
    """

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.convs1 = nn.ModuleList(_conv(channels, kernel, dilation) for dilation in dilations)
        self.convs2 = nn.ModuleList(_conv(channels, kernel, 1) for _ in dilations)
        self.activations = nn.ModuleList(AntiAliased(channels) for _ in range(2 * len(dilations)))

    def forward(self, x: Tensor) -> Tensor:
        """(B,C,T) to (B,C,T)."""
        for index, (conv1, conv2) in enumerate(zip(self.convs1, self.convs2, strict=True)):
            before, between = self.activations[2 * index : 2 * index + 2]
            x = x + conv2(between(conv1(before(x))))
        return x


def _conv(channels: int, kernel: int, dilation: int) -> nn.Conv1d:
    return nn.Conv1d(channels, channels, kernel, dilation=dilation, padding=dilation * (kernel - 1) // 2)
