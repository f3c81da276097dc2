"""The estimator's convolutional head: gated convolutions with residual and skip sums (WaveNet, arXiv 1609.03499)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from indextts.config import WaveNetConfig
from indextts.errors import ConfigError
from indextts.s2mel.matrix import multiply, pack


class _Named(nn.Module):
    """Adds ``conv.`` to a key."""

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(inputs, outputs, kernel)


class Convolution(nn.Module):
    """A convolution along time."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1) -> None:
        super().__init__()
        self.conv = _Named(inputs, outputs, kernel)
        self.kernel = kernel
        self._packed: Tensor | None = None

    def pack(self, rows: int) -> None:
        """Put the weight into the fast layout; it can no longer be saved or moved."""
        self._packed = pack(self._matrix(), rows)
        self.conv.conv.weight = nn.Parameter(self.conv.conv.weight.new_empty(0), requires_grad=False)

    def _matrix(self) -> Tensor:
        if self._packed is not None:
            return self._packed
        return self.conv.conv.weight.transpose(1, 2).flatten(1)  # (outputs, kernel * inputs)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (B, T, inputs) to (B, T - kernel + 1, outputs), as one product with the windows of ``x``."""
        windows = x.unfold(1, self.kernel, 1).transpose(2, 3).flatten(2)  # (B, T - kernel + 1, kernel * inputs)
        return multiply(windows, self._matrix(), self.conv.conv.bias)


class WaveNet(nn.Module):
    """Layers of one dilation, steered by a vector."""

    def __init__(self, config: WaveNetConfig) -> None:
        super().__init__()
        if config.dilation_rate != 1:
            raise ConfigError(f"wavenet.dilation_rate is {config.dilation_rate}.", "Only 1 is released and supported.")
        width, layers = config.hidden_dim, config.num_layers
        self.reach = (config.kernel_size - 1) // 2  # columns either side that one layer sees
        self.cond_layer = Convolution(width, 2 * width * layers)
        self.in_layers = nn.ModuleList([Convolution(width, 2 * width, config.kernel_size) for _ in range(layers)])
        outputs = [2 * width] * (layers - 1) + [width]
        self.res_skip_layers = nn.ModuleList([Convolution(width, size) for size in outputs])

    @property
    def margin(self) -> int:
        """Columns to the left that a column's result depends on."""
        return self.reach * len(self.in_layers)

    def steering(self, time: Tensor) -> list[Tensor]:
        """``time`` (B, width) to one (B, 1, 2 width) per layer."""
        return list(self.cond_layer(time[:, None]).chunk(len(self.in_layers), dim=-1))

    def forward(self, y: Tensor, steering: list[Tensor], *, cut: bool = False) -> Tensor:
        """Run the layers.

        Args:
            y: (B, T, width).
            steering: from :meth:`steering`.
            cut: the left edge of ``y`` is a cut through something longer, not its beginning: nothing is mirrored
                there, every layer eats its reach instead.

        Returns:
            (B, T, width), or (B, T - margin, width) when cut.
        """
        total = y.new_zeros(())
        last = len(self.in_layers) - 1
        for i, (convolve, split) in enumerate(zip(self.in_layers, self.res_skip_layers, strict=True)):
            a = convolve(self._padded(y, cut=cut)) + steering[i]  # (B, T or T - reach, 2 width)
            tangent, gate = a.chunk(2, dim=-1)
            z = split(tangent.tanh() * gate.sigmoid())  # (B, T', 2 width), the last (B, T', width)
            if cut:
                y = y[:, self.reach :]
                total = total[:, self.reach :] if total.ndim else total
            if i < last:
                residual, z = z.chunk(2, dim=-1)
                y = y + residual
            total = total + z
        return total

    def _padded(self, y: Tensor, *, cut: bool) -> Tensor:
        """Mirror ``reach`` columns at the true ends, the end column itself not repeated."""
        right = y[:, -self.reach - 1 : -1].flip(1)
        return torch.cat([y, right] if cut else [y[:, 1 : self.reach + 1].flip(1), y, right], dim=1)
