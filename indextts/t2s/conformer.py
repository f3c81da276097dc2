"""The conformer that reads w2v-bert features for the speaker and emotion conditions.

Sources: Gulati et al. 2020 (conformer), Dai et al. 2019 (the two biases of relative attention). Unlike in those, keys
carry their absolute position: scores are not shifted, so a position is one more vector per key.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import ConditionConfig
from indextts.errors import ReferenceAudioError

POSITIONS = 5000  # rows of the released position table
DEPTHWISE_KERNEL = 15
CHANNELS_AT_ONCE = 64  # of the stem: bounds its activations to an eighth at full size


class Positions(nn.Module):
    """The stored position table; it is loaded, because the released copy is rounded and that copy is what counts."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.pe = nn.Parameter(torch.zeros(1, rows, width))


class Stem(nn.Module):
    """Halve the frame rate: a 3x3 convolution over the time-feature plane, then one wide linear layer."""

    def __init__(self, features: int, width: int, positions: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, width, 3, stride=2), nn.ReLU())
        self.out = nn.Sequential(nn.Linear(width * ((features - 1) // 2), width))
        self.pos_enc = Positions(positions, width)

    def forward(self, features: Tensor) -> Tensor:
        """Features (1, T, C) to frames (1, T', width), T' = (T - 1) // 2.

        The flattened plane is channel-major, so the linear layer is summed over groups of channels: at full size the
        whole plane of 10 s would be 260 MB.
        """
        conv, out = self.conv[0], self.out[0]
        assert isinstance(conv, nn.Conv2d)  # noqa: S101  # for the type checker
        assert isinstance(out, nn.Linear)  # noqa: S101
        assert conv.bias is not None  # noqa: S101
        bands = (features.shape[2] - 1) // 2
        frames: Tensor = out.bias
        for start in range(0, conv.out_channels, CHANNELS_AT_ONCE):
            group = slice(start, start + CHANNELS_AT_ONCE)
            plane = F.relu(
                F.conv2d(features[:, None], conv.weight[group], conv.bias[group], stride=2)
            )  # (1,g,T',bands)
            columns = plane.transpose(1, 2).flatten(2)  # (1,T',g*bands)
            weight = out.weight[:, start * bands : start * bands + columns.shape[2]]
            frames = frames + F.linear(columns, weight)  # (1,T',width)
        return frames * math.sqrt(conv.out_channels)


class PositionAttention(nn.Module):
    """Self-attention whose keys know their position."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.linear_q = nn.Linear(width, width)
        self.linear_k = nn.Linear(width, width)
        self.linear_v = nn.Linear(width, width)
        self.linear_out = nn.Linear(width, width)
        self.linear_pos = nn.Linear(width, width, bias=False)
        self.pos_bias_u = nn.Parameter(torch.zeros(heads, width // heads))
        self.pos_bias_v = nn.Parameter(torch.zeros(heads, width // heads))

    def forward(self, x: Tensor, positions: Tensor) -> Tensor:
        """(1, T, width) and positions (1, T, width) to (1, T, width).

        (q + u)·k + (q + v)·p is q·(k + p) plus u·k + v·p, and the latter depends on the key alone: a bias.
        """
        q, k, v = (self._split(layer(x)) for layer in (self.linear_q, self.linear_k, self.linear_v))  # (1,h,T,d)
        p = self._split(self.linear_pos(positions))  # (1,h,T,d)
        bias = (k * self.pos_bias_u[:, None]).sum(-1) + (p * self.pos_bias_v[:, None]).sum(-1)  # (1,h,T)
        bias = bias[:, :, None] / math.sqrt(k.shape[-1])  # (1,h,1,T), the same for every query
        mixed = F.scaled_dot_product_attention(q, k + p, v, attn_mask=bias)  # (1,h,T,d)
        out: Tensor = self.linear_out(mixed.transpose(1, 2).flatten(2))  # (1,T,width)
        return out

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(1, 2)


class ConvolutionModule(nn.Module):
    """Gated pointwise, depthwise over 15 frames, norm, SiLU, pointwise."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.pointwise_conv1 = nn.Conv1d(width, 2 * width, 1)
        self.depthwise_conv = nn.Conv1d(width, width, DEPTHWISE_KERNEL, padding=DEPTHWISE_KERNEL // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.pointwise_conv2 = nn.Conv1d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        x = F.glu(self.pointwise_conv1(x.transpose(1, 2)), dim=1)  # (1,width,T)
        x = self.depthwise_conv(x).transpose(1, 2)  # (1,T,width)
        x = F.silu(self.norm(x)).transpose(1, 2)  # (1,width,T)
        x = self.pointwise_conv2(x).transpose(1, 2)  # (1,T,width)
        return x


class FeedForward(nn.Module):
    """Linear, SiLU, linear."""

    def __init__(self, width: int, units: int) -> None:
        super().__init__()
        self.w_1 = nn.Linear(width, units)
        self.w_2 = nn.Linear(units, width)

    def forward(self, x: Tensor) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        x = self.w_2(F.silu(self.w_1(x)))
        return x


class ConformerBlock(nn.Module):
    """Attention, convolution, feed-forward: each after a norm and added; one norm at the end."""

    def __init__(self, config: ConditionConfig) -> None:
        super().__init__()
        width = config.output_size
        self.self_attn = PositionAttention(width, config.attention_heads)
        self.conv_module = ConvolutionModule(width)
        self.feed_forward = FeedForward(width, config.linear_units)
        self.norm_mha = nn.LayerNorm(width)
        self.norm_conv = nn.LayerNorm(width)
        self.norm_ff = nn.LayerNorm(width)
        self.norm_final = nn.LayerNorm(width)

    def forward(self, x: Tensor, positions: Tensor) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        x = x + self.self_attn(self.norm_mha(x), positions)
        x = x + self.conv_module(self.norm_conv(x))
        x = x + self.feed_forward(self.norm_ff(x))
        x = self.norm_final(x)
        return x


class Conformer(nn.Module):
    """Stem, blocks, norm.

    Args:
        config: width, heads, units, number of blocks.
        features: width C of the incoming features.
        positions: rows of the stored position table.
    """

    def __init__(self, config: ConditionConfig, features: int, positions: int = POSITIONS) -> None:
        super().__init__()
        self.embed = Stem(features, config.output_size, positions)
        self.encoders = nn.ModuleList(ConformerBlock(config) for _ in range(config.num_blocks))
        self.after_norm = nn.LayerNorm(config.output_size)

    def forward(self, features: Tensor) -> Tensor:
        """Features (1, T, C) at 50 Hz to (1, T', width), T' = (T - 1) // 2.

        Raises:
            ReferenceAudioError: fewer than three frames, or more than the position table holds.
        """
        table = self.embed.pos_enc.pe
        if not 1 <= (features.shape[1] - 1) // 2 <= table.shape[1]:
            raise ReferenceAudioError(
                f"The reference has {features.shape[1]} feature frames; 3 to {2 * table.shape[1]} can be read.",
                "Use a recording of 1 to 15 seconds.",
            )
        x = self.embed(features)  # (1,T',width)
        positions = table[:, : x.shape[1]]
        for block in self.encoders:
            x = block(x, positions)
        frames: Tensor = self.after_norm(x)
        return frames
