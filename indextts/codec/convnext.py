"""ConvNeXt backbone of the semantic codec (arXiv 2201.03545; in one dimension as in Vocos, 2306.00814)."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import CodecConfig

KERNEL = 7
LAYER_NORM_EPS = 1e-6


class ConvNeXtBlock(nn.Module):
    """Depthwise convolution, then a pointwise network of two layers, scaled per channel, around a residual."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv1d(width, width, KERNEL, padding=KERNEL // 2, groups=width)
        self.norm = nn.LayerNorm(width, eps=LAYER_NORM_EPS)
        self.pwconv1 = nn.Linear(width, inner)
        self.pwconv2 = nn.Linear(inner, width)
        self.gamma = nn.Parameter(self.norm.weight.detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (B, width, T) to the same shape."""
        y = self.norm(self.dwconv(x).mT)  # (B, T, width)
        y = self.pwconv2(F.gelu(self.pwconv1(y)))  # (B, T, inner) and back
        out: Tensor = x + (self.gamma * y).mT
        return out


class ConvNeXtBackbone(nn.Module):
    """Embedding convolution, ``vocos_num_layers`` blocks, layer norms around them."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        width = config.vocos_dim
        self.embed = nn.Conv1d(config.hidden_size, width, KERNEL, padding=KERNEL // 2)
        self.norm = nn.LayerNorm(width, eps=LAYER_NORM_EPS)
        blocks = [ConvNeXtBlock(width, config.vocos_intermediate_dim) for _ in range(config.vocos_num_layers)]
        self.convnext = nn.ModuleList(blocks)
        self.final_layer_norm = nn.LayerNorm(width, eps=LAYER_NORM_EPS)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (B, T, hidden) to (B, T, vocos_dim)."""
        x = self.embed(x.mT)  # (B, vocos_dim, T)
        x = self.norm(x.mT).mT
        for block in self.convnext:
            x = block(x)
        normed: Tensor = self.final_layer_norm(x.mT)  # (B, T, vocos_dim)
        return normed
