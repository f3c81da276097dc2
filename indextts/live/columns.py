"""What the flow remembers of columns it is done with: keys, values and the head's input, at every evaluation.

A diffusion transformer that attends both ways would have to see the whole line. Here a chunk's columns see the prompt
and the chunks before it as they were when those were solved, at the same moment of the flow's time, but nothing before
sees anything after (block-causal attention). Each column is then worked on once, and the prompt once for a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass
class Seen:
    """Columns at one evaluation: keys and values (1, H, T, D) by layer, the head's input of the last (1, m, W)."""

    keys: list[Tensor] = field(default_factory=list)
    values: list[Tensor] = field(default_factory=list)
    tail: Tensor | None = None

    @property
    def nbytes(self) -> int:
        """Memory they take."""
        return sum(tensor.nbytes for tensor in (*self.keys, *self.values, *([] if self.tail is None else [self.tail])))


class Recorder:
    """Remembers the columns of a pass that sees nothing before it: the prompt's. A :class:`indextts.s2mel.dit.Before`.

    Attributes:
        seen: what was remembered.
    """

    def __init__(self) -> None:
        self.seen = Seen()

    def extend(self, _layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Remember all."""
        k, v = k.contiguous(), v.contiguous()
        self.seen.keys.append(k)
        self.seen.values.append(v)
        return k, v

    def lead(self, r: Tensor) -> Tensor:
        """Remember what the head looks back on."""
        self.seen.tail = r
        return r


class Follower:
    """Columns that follow others. A :class:`indextts.s2mel.dit.Before`.

    Args:
        past: what was seen before, in order; any of it may be empty.
        own: the last of them, to which this pass adds its columns.
        keep: how many of this pass's columns to add, from its first on.
        context: the most columns that ``own`` may hold; the oldest go.
        margin: columns that the head looks back on.
    """

    def __init__(self, past: Sequence[Seen], own: Seen, *, keep: int, context: int, margin: int) -> None:
        self._past, self._own = past, own
        self._keep, self._context, self._margin = keep, context, margin

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """All before, then these."""
        seen = [each for each in (*self._past, self._own) if len(each.keys) > layer]
        keys = torch.cat([*(each.keys[layer] for each in seen), k], dim=2)
        values = torch.cat([*(each.values[layer] for each in seen), v], dim=2)
        if self._keep:
            _put(self._own.keys, layer, k[:, :, : self._keep], self._context)
            _put(self._own.values, layer, v[:, :, : self._keep], self._context)
        return keys, values

    def lead(self, r: Tensor) -> Tensor:
        """The last columns before, then these."""
        tails = [each.tail for each in (*self._past, self._own) if each.tail is not None]
        joined = torch.cat([*tails, r], dim=1) if tails else r
        before = joined.shape[1] - r.shape[1]
        joined = joined[:, max(0, before - self._margin) :]
        before = min(before, self._margin)
        if self._keep:
            self._own.tail = joined[:, : before + self._keep][:, -self._margin :].clone()
        return joined


def _put(columns: list[Tensor], layer: int, new: Tensor, most: int) -> None:
    if len(columns) == layer:
        columns.append(new[:, :, -most:].clone())
    else:
        columns[layer] = torch.cat([columns[layer], new], dim=2)[:, :, -most:].clone()
