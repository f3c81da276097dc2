"""The densely connected time-delay layers of CAMPPlus, with context-aware masking."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SEGMENT = 100  # frames whose mean is the local context


class NormReLU(nn.Module):
    """Batch normalisation, then ReLU unless ``linear``; the latter has no affine weights either."""

    def __init__(self, channels: int, *, linear: bool = False) -> None:
        super().__init__()
        self.batchnorm = nn.BatchNorm1d(channels, affine=not linear)
        self.linear = linear

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T), same shape out."""
        normal: Tensor = self.batchnorm(x)
        return normal if self.linear else functional.relu(normal)


class Transition(nn.Module):
    """Norm-ReLU, then a pointwise convolution (``transit``)."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.nonlinear = NormReLU(channels)
        self.linear = nn.Conv1d(channels, out, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T) to (B, out, T)."""
        out: Tensor = self.linear(self.nonlinear(x))
        return out


class FirstThenNorm(nn.Module):
    """A convolution, then norm (and ReLU unless ``linear``): ``tdnn`` and ``dense``."""

    def __init__(self, convolution: nn.Conv1d, *, linear: bool = False) -> None:
        super().__init__()
        self.linear = convolution
        self.nonlinear = NormReLU(convolution.out_channels, linear=linear)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T) to (B, out, T')."""
        out: Tensor = self.nonlinear(self.linear(x))
        return out


def segment_means(x: Tensor) -> Tensor:
    """Mean of each hundred frames (the last ones average what is there), held over its frames: (B, C, T)."""
    means = functional.avg_pool1d(x, SEGMENT, SEGMENT, ceil_mode=True)  # (B, C, ceil(T / 100))
    return means.repeat_interleave(SEGMENT, dim=2)[:, :, : x.shape[2]]


class ContextMask(nn.Module):
    """A convolution whose output is gated by the context: the whole utterance and the segment around."""

    def __init__(self, channels: int, growth: int, dilation: int) -> None:
        super().__init__()
        self.linear_local = nn.Conv1d(channels, growth, 3, padding=dilation, dilation=dilation, bias=False)
        self.linear1 = nn.Conv1d(channels, channels // 2, 1)
        self.linear2 = nn.Conv1d(channels // 2, growth, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T) to (B, growth, T)."""
        context = x.mean(dim=2, keepdim=True) + segment_means(x)
        gate = torch.sigmoid(self.linear2(functional.relu(self.linear1(context))))  # (B, growth, T)
        out: Tensor = self.linear_local(x) * gate
        return out


class DenseLayer(nn.Module):
    """Bottleneck and context mask; adds ``growth`` channels to its input."""

    def __init__(self, channels: int, bottleneck: int, growth: int, dilation: int) -> None:
        super().__init__()
        self.nonlinear1 = NormReLU(channels)
        self.linear1 = nn.Conv1d(channels, bottleneck, 1, bias=False)
        self.nonlinear2 = NormReLU(bottleneck)
        self.cam_layer = ContextMask(bottleneck, growth, dilation)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T) to (B, C + growth, T)."""
        new = self.cam_layer(self.nonlinear2(self.linear1(self.nonlinear1(x))))
        return torch.cat([x, new], dim=1)


def dense_block(layers: int, channels: int, bottleneck: int, growth: int, dilation: int) -> nn.Sequential:
    """Dense layers under the official names ``tdnnd1``, ``tdnnd2``, ...: (B, C, T) to (B, C + layers * growth, T)."""
    block = nn.Sequential()
    for i in range(layers):
        block.add_module(f"tdnnd{i + 1}", DenseLayer(channels + i * growth, bottleneck, growth, dilation))
    return block
