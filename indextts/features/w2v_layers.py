"""The parts of a w2v-bert layer: feed-forward, attention by distance, causal convolution.

Source: Barrault et al. 2023 (SeamlessM4T, w2v-BERT 2.0); Gulati et al. 2020 (Conformer); Shaw et al. 2018 (distances).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from indextts.config import W2VBertConfig


class FeedForward(nn.Module):
    """Two linear layers around SiLU."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        self.intermediate_dense = nn.Linear(config.hidden_size, config.intermediate_size)
        self.output_dense = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C), same shape out."""
        out: Tensor = self.output_dense(functional.silu(self.intermediate_dense(x), inplace=True))
        return out


class DistanceAttention(nn.Module):
    """Self-attention whose scores add query times a learned row for the clipped distance, shared by all heads."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        width, self.heads = config.hidden_size, config.num_attention_heads
        self.left, self.right = config.left_max_position_embeddings, config.right_max_position_embeddings
        self.linear_q = nn.Linear(width, width)
        self.linear_k = nn.Linear(width, width)
        self.linear_v = nn.Linear(width, width)
        self.linear_out = nn.Linear(width, width)
        self.distance_embedding = nn.Embedding(self.left + self.right + 1, width // self.heads)

    def _rows(self, length: int, keys: int, device: torch.device) -> Tensor:
        """Row of the distance table for each query and key: int64 (length, keys)."""
        queries = torch.arange(length, device=device)[:, None]
        distance = torch.arange(keys, device=device) - queries
        return distance.clamp(-self.left, self.right) + self.left

    def forward(self, x: Tensor, valid: int) -> Tensor:
        """Attend to the first ``valid`` positions: (B, T, C), same shape out."""
        batch, length, _ = x.shape
        q, k, v = (
            linear(y).view(batch, y.shape[1], self.heads, -1).transpose(1, 2)
            for linear, y in ((self.linear_q, x), (self.linear_k, x[:, :valid]), (self.linear_v, x[:, :valid]))
        )  # (B, H, T or valid, d)
        by_distance = q @ self.distance_embedding.weight.T * q.shape[-1] ** -0.5  # (B, H, T, left + right + 1)
        rows = self._rows(length, valid, x.device).expand(batch, self.heads, -1, -1)
        bias = by_distance.gather(3, rows)  # (B, H, T, valid); never the T x T x d table
        y = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        out: Tensor = self.linear_out(y.transpose(1, 2).flatten(2))
        return out


class CausalConvolution(nn.Module):
    """Gated pointwise, depthwise over the past only, pointwise."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        width, self.kernel = config.hidden_size, config.conv_depthwise_kernel_size
        self.layer_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.pointwise_conv1 = nn.Conv1d(width, 2 * width, 1, bias=False)
        self.depthwise_conv = nn.Conv1d(width, width, self.kernel, groups=width, bias=False)
        self.depthwise_layer_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.pointwise_conv2 = nn.Conv1d(width, width, 1, bias=False)

    def forward(self, x: Tensor, valid: int) -> Tensor:
        """(B, T, C), same shape out; positions from ``valid`` on count as zero."""
        x = self.layer_norm(x)
        x[:, valid:] = 0
        x = functional.glu(functional.linear(x, self.pointwise_conv1.weight[:, :, 0]), dim=2)  # (B, T, C)
        x = self.depthwise_conv(functional.pad(x.mT, (self.kernel - 1, 0))).mT  # (B, T, C)
        x = functional.silu(self.depthwise_layer_norm(x))
        return functional.linear(x, self.pointwise_conv2.weight[:, :, 0])


class EncoderLayer(nn.Module):
    """Half a feed-forward, attention, convolution, half a feed-forward; each added to its input."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        width, eps = config.hidden_size, config.layer_norm_eps
        self.ffn1_layer_norm = nn.LayerNorm(width, eps)
        self.ffn1 = FeedForward(config)
        self.self_attn_layer_norm = nn.LayerNorm(width, eps)
        self.self_attn = DistanceAttention(config)
        self.conv_module = CausalConvolution(config)
        self.ffn2_layer_norm = nn.LayerNorm(width, eps)
        self.ffn2 = FeedForward(config)
        self.final_layer_norm = nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, valid: int) -> Tensor:
        """(B, T, C), same shape out; positions from ``valid`` on are half padding."""
        x = x + 0.5 * self.ffn1(self.ffn1_layer_norm(x))
        x = x + self.self_attn(self.self_attn_layer_norm(x), valid)
        x = x + self.conv_module(x, valid)
        x = x + 0.5 * self.ffn2(self.ffn2_layer_norm(x))
        out: Tensor = self.final_layer_norm(x)
        return out
