"""The two-dimensional convolutional head of CAMPPlus: local patterns in frequency and time."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

HALVE_BANDS = (2, 1)  # stride over (frequency, time)


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al. 2016).

    Args:
        channels: channels in and out.
        stride: over (frequency, time).
    """

    def __init__(self, channels: int, stride: tuple[int, int]) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Sequential()
        if stride != (1, 1):
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, bands, T) to (B, C, bands / stride, T)."""
        y = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ConvolutionalHead(nn.Module):
    """Keeps the frame rate and folds the bands, an eighth of them left, into the channels.

    Args:
        channels: channels of every convolution.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.layer1 = nn.Sequential(ResidualBlock(channels, HALVE_BANDS), ResidualBlock(channels, (1, 1)))
        self.layer2 = nn.Sequential(ResidualBlock(channels, HALVE_BANDS), ResidualBlock(channels, (1, 1)))
        self.conv2 = nn.Conv2d(channels, channels, 3, HALVE_BANDS, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, bands, T) to (B, channels * bands / 8, T)."""
        x = functional.relu(self.bn1(self.conv1(x[:, None])))  # (B, C, 80, T)
        x = self.layer2(self.layer1(x))  # (B, C, 20, T)
        x = functional.relu(self.bn2(self.conv2(x)))  # (B, C, 10, T)
        return x.flatten(1, 2)  # (B, 10 * C, T)
