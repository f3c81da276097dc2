"""The estimator's transformer: norms steered by time, rotary attention, gated feed-forward, long skips (U-ViT)."""

from __future__ import annotations

from typing import Protocol, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import DiTConfig
from indextts.s2mel.matrix import Linear, multiply, pack, packable
from indextts.s2mel.rotary import rotate

RMS_EPS = 1e-5
FFN_MULTIPLE = 256
QUERIES_AT_ONCE = 384


def feed_forward_width(width: int) -> int:
    """Two thirds of four times the width, rounded up to a multiple of 256 (Shazeer 2020, arXiv 2002.05202)."""
    inner = int(2 * 4 * width / 3)
    return -(-inner // FFN_MULTIPLE) * FFN_MULTIPLE


class AdaptiveRMSNorm(nn.Module):
    """RMS norm whose scale and shift come from the time vector."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.project_layer = nn.Linear(width, 2 * width)
        self.norm = nn.RMSNorm(width, eps=RMS_EPS)

    def modulation(self, time: Tensor) -> Tensor:
        """``time`` (B, width) to scale and shift, (2, B, 1, width); the norm's own weight is in the scale."""
        scale, shift = self.project_layer(time).chunk(2, dim=-1)
        return torch.stack([scale * self.norm.weight, shift])[:, :, None]

    def forward(self, x: Tensor, modulation: Tensor) -> Tensor:
        """``x`` (B, T, width) to the same shape."""
        scale, shift = modulation
        norm = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32)  # (B, T, 1)
        inverse = (norm.square() / x.shape[-1] + RMS_EPS).rsqrt().to(x.dtype)
        return torch.addcmul(shift, x * inverse, scale)


class Past(Protocol):
    """Columns that were worked on before and are attended to again."""

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """All keys and values of a layer, from those of the columns at hand: (B, H, T, D) to (B, H, past + T, D)."""
        ...


class Attention(nn.Module):
    """Every position attends to every position."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.wqkv = nn.Linear(width, 3 * width, bias=False)
        self.wo = Linear(width, width, bias=False)
        self._packed: tuple[Tensor, Tensor] | None = None

    def pack(self, rows: int) -> None:
        """Put the weights into the fast layout; they can no longer be saved or moved."""
        q, kv = self._projections()
        self._packed = pack(q, rows), pack(kv, rows)
        self.wqkv.weight = nn.Parameter(q.new_empty(0), requires_grad=False)

    def _projections(self) -> tuple[Tensor, Tensor]:
        """Queries apart from keys and values: the last block wants them for fewer positions."""
        weight = self.wqkv.weight
        return self._packed or (weight[: weight.shape[1]], weight[weight.shape[1] :])

    def forward(self, y: Tensor, rotary: Tensor, start: int = 0, past: Past | None = None, layer: int = 0) -> Tensor:
        """``y`` (B, T, width) to (B, T - start, width): positions before ``start`` are attended to but not updated."""
        queries, keys_and_values = self._projections()
        q = _split(multiply(y[:, start:], queries), self.heads)  # (B, T - start, H, D)
        kv = _split(multiply(y, keys_and_values), 2 * self.heads)
        k, v = kv.chunk(2, dim=2)  # (B, T, H, D)
        q, k = rotate(q, rotary[start:]), rotate(k, rotary)
        k, v = k.transpose(1, 2), v.transpose(1, 2)
        if past is not None:
            k, v = past.extend(layer, k, v)
        mixed = attend(q.transpose(1, 2), k, v)
        attended: Tensor = self.wo(mixed.transpose(1, 2).flatten(2))
        return attended


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Softmax attention: ``q`` (B, H, Tq, D), ``k`` and ``v`` (B, H, T, D) to (B, H, Tq, D).

    On a processor with bfloat16 products, three plain operations on some queries at a time, so that the scores stay in
    its cache, beat torch's fused one (1291 positions: 35 ms, torch 55 ms, all queries at once 50 ms).
    """
    if q.dtype != torch.bfloat16 or not packable(q):
        return F.scaled_dot_product_attention(q, k, v)
    q, k, v = q.contiguous() * q.shape[-1] ** -0.5, k.contiguous(), v.contiguous()
    return torch.cat([(some @ k.mT).softmax(-1) @ v for some in torch.split(q, QUERIES_AT_ONCE, dim=2)], dim=2)


def _split(y: Tensor, heads: int) -> Tensor:
    return y.view(*y.shape[:-1], heads, -1)


class FeedForward(nn.Module):
    """Gated by SiLU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        inner = feed_forward_width(width)
        self.w1 = Linear(width, inner, bias=False)
        self.w2 = Linear(inner, width, bias=False)
        self.w3 = Linear(width, inner, bias=False)

    def forward(self, y: Tensor) -> Tensor:
        """``y`` (B, T, width) to the same shape."""
        gated: Tensor = self.w2(F.silu(self.w1(y)) * self.w3(y))
        return gated


class Block(nn.Module):
    """One layer; ``skips`` says whether it takes the output of an earlier one."""

    def __init__(self, width: int, heads: int, index: int, *, skips: bool) -> None:
        super().__init__()
        self.index = index
        self.attention_norm = AdaptiveRMSNorm(width)
        self.attention = Attention(width, heads)
        self.ffn_norm = AdaptiveRMSNorm(width)
        self.feed_forward = FeedForward(width)
        self.skip_in_linear = Linear(2 * width, width) if skips else None

    def modulation(self, time: Tensor) -> Tensor:
        """``time`` (B, width) to (2, 2, B, 1, width): of the attention's norm and of the feed-forward's."""
        return torch.stack([self.attention_norm.modulation(time), self.ffn_norm.modulation(time)])

    def forward(
        self,
        x: Tensor,
        modulation: Tensor,
        rotary: Tensor,
        skip: Tensor | None,
        start: int = 0,
        past: Past | None = None,
    ) -> Tensor:
        """``x`` (B, T, width) to (B, T - start, width)."""
        if self.skip_in_linear is not None and skip is not None:
            x = self.skip_in_linear(torch.cat([x, skip], dim=-1))
        attended = self.attention(self.attention_norm(x, modulation[0]), rotary, start, past, self.index)
        h = x[:, start:] + attended
        out: Tensor = h + self.feed_forward(self.ffn_norm(h, modulation[1]))
        return out


class Transformer(nn.Module):
    """``depth`` blocks; the first half hand their outputs to the second half, last in first out."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width, self.turn = config.hidden_dim, config.depth // 2
        blocks = [Block(width, config.num_heads, i, skips=i > self.turn) for i in range(config.depth)]
        self.layers = nn.ModuleList(blocks)
        self.norm = AdaptiveRMSNorm(width)

    def modulation(self, time: Tensor) -> tuple[list[Tensor], Tensor]:
        """Of every block, and of the last norm, for ``time`` (B, width)."""
        return [cast("Block", block).modulation(time) for block in self.layers], self.norm.modulation(time)

    def forward(
        self,
        h: Tensor,
        modulation: tuple[list[Tensor], Tensor],
        rotary: Tensor,
        start: int = 0,
        past: Past | None = None,
    ) -> Tensor:
        """``h`` (B, T, width) to (B, T - start, width): only the last block can leave positions out.

        ``past`` are columns before these, which are attended to as well.
        """
        kept: list[Tensor] = []
        last = len(self.layers) - 1
        for i, (block, steer) in enumerate(zip(self.layers, modulation[0], strict=True)):
            skip = kept.pop() if i > self.turn else None
            h = block(h, steer, rotary, skip, start if i == last else 0, past)
            if i < self.turn:
                kept.append(h)
        normed: Tensor = self.norm(h, modulation[1])
        return normed
