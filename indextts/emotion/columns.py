"""What a batch of conversations has read so far: keys and values in columns, some of which a row leaves empty."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import signature
from typing import Any

import torch
from torch import Tensor

KeysValues = list[tuple[Tensor, Tensor]]
"""Of each layer, (B,heads,columns,channels) each."""


@dataclass(frozen=True)
class Ahead:
    """Tokens read only to see what would follow them; no later token sees them.

    Attributes:
        ids: (T,) int64.
        depth: how far each is from what is really there, from 1, (T,) int64.
        sees: whether one (row) sees another (column), itself included, (T,T) bool.
    """

    ids: Tensor
    depth: Tensor
    sees: Tensor


class Columns:
    """Rows that are read together although their lengths differ.

    Where a row has no token for a column, no other token of that row sees it, and positions do not count it; so each
    row is computed as if it stood alone.

    Args:
        body: a causal transformer of transformers, without its head.
        rows: how many.
        begun: what all rows begin with, of one row.
    """

    def __init__(self, body: Any, rows: int, begun: KeysValues | None = None) -> None:
        from transformers import DynamicCache

        self._body = body
        self._cache: Any = DynamicCache()
        self._keyword = "cache" if "cache" in signature(body.forward).parameters else "past_key_values"
        width = begun[0][0].shape[2] if begun else 0
        for layer, (keys, values) in enumerate(begun or []):
            self._cache.update(keys.expand(rows, -1, -1, -1), values.expand(rows, -1, -1, -1), layer)
        place = body.get_input_embeddings().weight.device
        self._filled = torch.ones(rows, width, dtype=torch.bool, device=place)
        self._length = torch.full((rows, 1), width, device=place)

    def read(self, ids: Tensor, filled: Tensor, ahead: Ahead | None = None) -> Tensor:
        """Read W more columns, and ``ahead`` of them.

        Args:
            ids: (B,W) int64; aligned right, so that the last column is filled in every row.
            filled: where they count, (B,W) bool.
            ahead: T more tokens, the same for all rows.

        Returns:
            Hidden states of the last column and of the tokens ahead, (B,1+T,H).
        """
        positions = self._length + filled.cumsum(1) - 1
        sees = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool, device=ids.device).tril()
        seen = filled[:, None] & sees | torch.eye(len(sees), dtype=torch.bool, device=ids.device)
        if ahead is not None:
            positions = torch.cat([positions, positions[:, -1:] + ahead.depth], dim=1)
            seen = _beside(seen, filled, ahead.sees)
            ids = torch.cat([ids, ahead.ids.expand(len(ids), -1)], dim=1)
        hidden = self._run(ids, positions.clamp_min(0), seen)
        more = 0 if ahead is None else len(ahead.ids)
        if more:
            self._cache.crop(-more)
        self._filled = torch.cat([self._filled, filled], dim=1)
        self._length = self._length + filled.sum(1, keepdim=True)
        return hidden[:, -more - 1 :]

    def _run(self, ids: Tensor, positions: Tensor, seen: Tensor) -> Tensor:
        before = self._filled[:, None].expand(-1, ids.shape[1], -1)
        mask = torch.cat([before, seen], dim=2)[:, None]  # (B,1,queries,keys)
        state = {self._keyword: self._cache}
        hidden: Tensor = self._body(
            input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=True, **state
        ).last_hidden_state
        return hidden

    def contents(self) -> KeysValues:
        """Keys and values of every layer."""
        return [(layer.keys, layer.values) for layer in self._cache.layers]


def _beside(seen: Tensor, filled: Tensor, ahead: Tensor) -> Tensor:
    """The mask of W columns and T tokens ahead: (B,W,W) and (T,T) to (B,W+T,W+T)."""
    rows, width = filled.shape
    blind = torch.zeros(rows, width, len(ahead), dtype=torch.bool, device=seen.device)
    above = torch.cat([seen, blind], dim=2)
    below = torch.cat([filled[:, None].expand(-1, len(ahead), -1), ahead.expand(rows, -1, -1)], dim=2)
    return torch.cat([above, below], dim=1)
