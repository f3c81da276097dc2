"""CAMPPlus: filter banks to one style vector per recording.

Source: Wang et al., "CAM++: a fast and efficient network for speaker verification using context-aware masking", 2023.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from indextts.config import CAMPPlusConfig
from indextts.speaker.dense import FirstThenNorm, NormReLU, Transition, dense_block
from indextts.speaker.residual import ConvolutionalHead

DILATIONS = (1, 2, 2)  # of the three dense blocks
UNUSED: tuple[str, ...] = ()
"""Every key of the official file is used."""


def statistics(x: Tensor) -> Tensor:
    """Mean and unbiased standard deviation over time: (B, C, T) to (B, 2 * C, 1)."""
    return torch.cat([x.mean(dim=2, keepdim=True), x.std(dim=2, keepdim=True)], dim=1)


class TimeDelayNetwork(nn.Sequential):
    """Half the frame rate, three dense blocks, statistics, one vector.

    Args:
        config: sizes.
        channels: rows of the input.
    """

    def __init__(self, config: CAMPPlusConfig, channels: int) -> None:
        super().__init__()
        width = config.init_channels
        self.tdnn = FirstThenNorm(nn.Conv1d(channels, width, 5, stride=2, padding=2, bias=False))
        for i, (layers, dilation) in enumerate(zip(config.block_layers, DILATIONS, strict=True), start=1):
            bottleneck = config.bn_size * config.growth_rate
            self.add_module(f"block{i}", dense_block(layers, width, bottleneck, config.growth_rate, dilation))
            width += layers * config.growth_rate
            self.add_module(f"transit{i}", Transition(width, width // 2))
            width //= 2
        self.out_nonlinear = NormReLU(width)
        self.stats = _Statistics()
        self.dense = FirstThenNorm(nn.Conv1d(2 * width, config.embedding_size, 1, bias=False), linear=True)


class _Statistics(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return statistics(x)


class CAMPPlus(nn.Module):
    """The style encoder.

    Args:
        config: sizes; the defaults are the released ones.
    """

    def __init__(self, config: CAMPPlusConfig) -> None:
        super().__init__()
        self.head = ConvolutionalHead(config.fcm_channels)
        self.xvector = TimeDelayNetwork(config, config.fcm_channels * config.feat_dim // 8)

    def forward(self, fbank: Tensor) -> Tensor:
        """Style of a recording.

        Args:
            fbank: (B, T, 80), mean over time removed (:func:`indextts.features.fbank.speaker_fbank`), T >= 3; cast to
                the weights' dtype.

        Returns:
            (B, 192) in the weights' dtype, not normalised to unit length.
        """
        x = fbank.to(self.head.conv1.weight).mT  # (B, 80, T)
        style: Tensor = self.xvector(self.head(x))  # (B, 320, T), then (B, 192, 1)
        return style[:, :, 0]
