"""Semantic features: the state of w2v-bert-2.0 after its 17th layer, standardised."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from indextts.config import W2VBertConfig
from indextts.features.w2v_frontend import stacked_fbank
from indextts.features.w2v_layers import EncoderLayer

LAYERS = 17
"""Layers run; the release has 24 and the features lie in the middle."""
UNUSED = (r"encoder\.layers\.(?:1[7-9]|[2-9]\d)\..*", r"masked_spec_embed")
"""Keys of the official file that inference never needs."""


class FeatureProjection(nn.Module):
    """Stacked filter banks to the width of the encoder."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        self.layer_norm = nn.LayerNorm(config.feature_projection_input_dim, config.layer_norm_eps)
        self.projection = nn.Linear(config.feature_projection_input_dim, config.hidden_size)

    def forward(self, rows: Tensor) -> Tensor:
        """(B, T50, 160) to (B, T50, C)."""
        out: Tensor = self.projection(self.layer_norm(rows))
        return out


class Encoder(nn.Module):
    """The first 17 layers."""

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(LAYERS))

    def forward(self, x: Tensor, valid: int) -> Tensor:
        """(B, T50, C), same shape out."""
        for layer in self.layers:
            x = layer(x, valid)
        return x


class SemanticFeatures(nn.Module):
    """Speech to semantic features, 50 a second.

    Takes the keys of the encoder's file, and ``mean`` and ``var`` of the statistics file.

    Args:
        config: sizes; the defaults are the released ones.
    """

    unused = UNUSED

    mean: Tensor
    var: Tensor

    def __init__(self, config: W2VBertConfig) -> None:
        super().__init__()
        self.feature_projection = FeatureProjection(config)
        self.encoder = Encoder(config)
        self.register_buffer("mean", torch.zeros(config.hidden_size))
        self.register_buffer("var", torch.ones(config.hidden_size))

    def forward(self, rows: Tensor, valid: int) -> Tensor:
        """State after layer 17.

        Args:
            rows: float32 (1, T50, 160), from :func:`indextts.features.w2v_frontend.stacked_fbank`.
            valid: rows that are whole; the others pass through but nothing attends to them.

        Returns:
            (1, T50, C) in the weights' dtype, on their device.
        """
        x = self.feature_projection(rows.to(self.feature_projection.projection.weight))
        x[:, valid:] = 0
        out: Tensor = self.encoder(x, valid)
        return out

    def encode(self, wave: Tensor) -> Tensor:
        """Standardised semantic features of a recording.

        Args:
            wave: float32 (1, n) at 16 kHz in -1..1, at least 560 samples (35 ms).

        Returns:
            (1, T50, C) in the weights' dtype, on their device; T50 = ceil((1 + (n - 400) // 160) / 2).
        """
        rows, valid = stacked_fbank(wave)
        state: Tensor = self(rows, valid)
        return ((state.float() - self.mean.float()) / self.var.float().sqrt()).to(state.dtype)
