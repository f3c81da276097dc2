"""Keys and values of one utterance, shared by all its beams.

The beams are branches of one tree, so each computed row is stored once and a mask says which beam sees it. Following
a beam means copying a row of the mask, not megabytes of keys and values, and the prompt is there once. Rows no beam
sees any more are squeezed out now and then, so that three beams read little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

HIDDEN = float("-inf")
ALIGNMENT = 8  # rows


@dataclass(frozen=True)
class Kept:
    """Keys and values of a prompt, both (layers, heads, rows, head_width): all a later pass needs of a generation."""

    keys: Tensor
    values: Tensor

    @property
    def rows(self) -> int:
        """How many."""
        return self.keys.shape[2]


class Cache:
    """Room for ``capacity`` rows of every layer.

    Args:
        layers: of the trunk.
        heads: attention heads.
        head_width: width of a head.
        beams: rows a step adds.
        capacity: rows, rounded up to a multiple of 8, which attention kernels want their masks aligned to; untouched
            ones cost no memory on systems that commit pages on first use.
        like: a tensor with the wanted dtype and device.

    Attributes:
        keys: (layers, heads, capacity, head_width).
        values: as ``keys``.
        mask: (beams, capacity), 0 where the beam sees the row and -inf where it does not.
        slots: (beams,) int64, where the current step's rows are.
        fill: rows in use.
    """

    def __init__(self, *, layers: int, heads: int, head_width: int, beams: int, capacity: int, like: Tensor) -> None:
        capacity = -(-capacity // ALIGNMENT) * ALIGNMENT
        # Steps on the CPU read no unused rows, and pages never touched cost nothing. Recorded steps read them, masked,
        # and a masked NaN would still be one.
        reserve = torch.empty if like.device.type == "cpu" else torch.zeros
        self.keys = reserve((layers, heads, capacity, head_width), dtype=like.dtype, device=like.device)
        self.values = reserve((layers, heads, capacity, head_width), dtype=like.dtype, device=like.device)
        self.mask = torch.full((beams, capacity), HIDDEN, dtype=like.dtype, device=like.device)
        self.rows = torch.arange(beams, device=like.device)
        self.slots = self.rows.clone()
        self.fill = 0

    def clear(self) -> None:
        """Begin another utterance in the same memory; what the last one left, a NaN perhaps, would be read masked."""
        self.keys.zero_()
        self.values.zero_()
        self.mask.fill_(HIDDEN)
        self.fill = 0

    def kept(self, rows: int) -> Kept:
        """A copy of the first ``rows`` rows, which outlives the utterance's cache."""
        return Kept(self.keys[:, :, :rows].clone(), self.values[:, :, :rows].clone())

    @property
    def capacity(self) -> int:
        """Rows there is room for."""
        return self.keys.shape[2]

    @property
    def beams(self) -> int:
        """Rows a step adds."""
        return self.mask.shape[0]

    def follow(self, parents: Tensor) -> None:
        """Let beam i continue beam ``parents[i]`` ((beams,) int64) and reserve the next step's rows."""
        self.mask.copy_(self.mask[parents])
        self.slots.copy_(self.rows + self.fill)
        self.fill += self.beams

    def squeeze(self) -> None:
        """Drop the rows that no beam sees; attention does not depend on where the others lie."""
        live = (self.mask[:, : self.fill] == 0).any(0).nonzero()[:, 0]  # (n,)
        count = len(live)
        if count == self.fill:
            return
        moved = live != torch.arange(count, device=live.device)
        start = count - int(moved.sum())  # rows before the first hole stay where they are
        self.keys[:, :, start:count] = self.keys[:, :, live[start:]]
        self.values[:, :, start:count] = self.values[:, :, live[start:]]
        self.mask[:, start:count] = self.mask[:, live[start:]]
        self.mask[:, count:] = HIDDEN
        self.fill = count

    def grow(self, capacity: int) -> None:
        """Make room for ``capacity`` rows (a multiple of 8): the only time anything is allocated after the start."""
        more = capacity - self.capacity
        if more > 0:
            self.keys = F.pad(self.keys, (0, 0, 0, more))
            self.values = F.pad(self.values, (0, 0, 0, more))
            self.mask = F.pad(self.mask, (0, more), value=HIDDEN)


class Prompt:
    """Memory of the prompt's pass: causal, and every row is kept for all beams."""

    def __init__(self, cache: Cache, rows: int) -> None:
        self.cache = cache
        cache.mask.fill_(HIDDEN)
        cache.mask[:, :rows] = 0
        cache.fill = rows

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Keep the rows, attend causally."""
        self.cache.keys[layer, :, : k.shape[2]] = k[0]
        self.cache.values[layer, :, : v.shape[2]] = v[0]
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class Step:
    """Memory of one step: the T rows are the beams' newest codes, each sees its own branch.

    Everything it does on the device has fixed shapes for one ``length``, and doing it twice is doing it once, so a
    step can be recorded and replayed.

    Args:
        cache: of the utterance, after :meth:`Cache.follow`.
        length: rows to read, at least ``cache.fill``; those beyond are masked.
    """

    def __init__(self, cache: Cache, length: int) -> None:
        self.cache = cache
        self.length = length
        cache.mask.index_put_((cache.rows, cache.slots), cache.mask.new_zeros(()))
        alone = cache.beams == 1 and length == cache.fill  # a single branch sees every row
        self.mask = None if alone else cache.mask[None, None, :, :length]  # (1,1,beams,length)

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Put the new rows in their slots, attend to the branch."""
        cache = self.cache
        keys, values = cache.keys[layer], cache.values[layer]  # (h,capacity,d)
        keys.index_copy_(1, cache.slots, k[0])
        values.index_copy_(1, cache.slots, v[0])
        keys, values = keys[None, :, : self.length], values[None, :, : self.length]  # (1,h,length,d)
        return F.scaled_dot_product_attention(q, keys, values, attn_mask=self.mask)


class Continuation:
    """Memory of a causal pass that continues a kept prompt, which it only reads."""

    def __init__(self, prompt: Kept) -> None:
        self.prompt = prompt

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Each of the T rows sees all the kept rows and the T rows up to itself."""
        k = torch.cat((self.prompt.keys[layer, None], k), dim=2)  # (1,h,rows+T,d)
        v = torch.cat((self.prompt.values[layer, None], v), dim=2)
        visible = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device).tril(self.prompt.rows)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=visible)
