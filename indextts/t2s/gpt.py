"""The GPT-2 trunk (Radford et al. 2019): pre-norm blocks with fused queries, keys, values and a tanh GELU.

What attention remembers is the caller's: a :class:`Memory` gets each layer's queries, keys and values, so one trunk
serves the whole-sequence pass, the prompt and single steps.
"""

from __future__ import annotations

from typing import Protocol

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.t2s.projection import Projection

EXPANSION = 4


class Memory(Protocol):
    """Where keys and values live."""

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attention of one layer; all tensors (1, heads, T, head width)."""
        ...


class Causal:
    """Nothing is remembered: each row sees itself and the rows before it."""

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Causal attention within the T rows."""
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class SelfAttention(nn.Module):
    """Fused projection, attention, output projection."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.c_attn = Projection(width, 3 * width)
        self.c_proj = Projection(width, width)

    def forward(self, x: Tensor, memory: Memory, layer: int) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        fused = self.c_attn(x).reshape(*x.shape[:2], 3, self.heads, -1)  # (1,T,3,h,d)
        q, k, v = fused.permute(2, 0, 3, 1, 4).unbind(0)  # (1,h,T,d)
        mixed = memory.attend(layer, q, k, v).transpose(1, 2).flatten(2)  # (1,T,width)
        out: Tensor = self.c_proj(mixed)
        return out


class MLP(nn.Module):
    """Expansion by four."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.c_fc = Projection(width, EXPANSION * width)
        self.c_proj = Projection(EXPANSION * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        x = self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))
        return x


class GPTBlock(nn.Module):
    """Attention and MLP, each after a norm and added."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = SelfAttention(width, heads)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = MLP(width)

    def forward(self, x: Tensor, memory: Memory, layer: int) -> Tensor:
        """(1, T, width) to (1, T, width)."""
        x = x + self.attn(self.ln_1(x), memory, layer)
        x = x + self.mlp(self.ln_2(x))
        return x


class GPT2(nn.Module):
    """The blocks and the last norm; embeddings and positions are the caller's."""

    def __init__(self, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.h = nn.ModuleList(GPTBlock(width, heads) for _ in range(layers))
        self.ln_f = nn.LayerNorm(width)

    def forward(self, x: Tensor, memory: Memory) -> Tensor:
        """Rows (1, T, width) to hidden states (1, T, width)."""
        for layer, block in enumerate(self.h):
            x = block(x, memory, layer)
        hidden: Tensor = self.ln_f(x)
        return hidden
