"""Layers as streams: pieces of a sequence in, the same sequence out, later by what a layer must see ahead.

A layer that looks at its neighbours keeps the rows it will need again, so a sequence cut into pieces gives exactly
the samples of the whole, each computed once, and memory follows the size of a piece. A piece is a tensor (n,C): rows
in time, channels next to each other in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Protocol

import torch
from torch import Tensor

Pad = Callable[[Tensor, int], Tensor]
"""Rows beyond an edge of a sequence: from the piece at that edge, how many."""


class Stream(Protocol):
    """A layer that is fed piece by piece. Pieces may be empty; the whole sequence may not."""

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """Take rows (n,C) and give those (m,C') that are ready; with ``last`` all that are left."""
        ...


class Window:
    """A layer whose output row needs ``before`` and ``after`` rows around it.

    Args:
        compute: (before + n + after, C) to n rows, or to any fixed number of rows for each of the n.
        before: rows needed ahead of each row.
        after: rows needed behind it.
        width: channels that come out.
        first: rows beyond the start; zeros by default.
        final: rows beyond the end; zeros by default.
    """

    def __init__(
        self,
        compute: Callable[[Tensor], Tensor],
        before: int,
        after: int,
        width: int,
        first: Pad | None = None,
        final: Pad | None = None,
    ) -> None:
        self._compute = compute
        self._before, self._after = before, after
        self._width = width
        self._first, self._final = first or _zeros, final or _zeros
        self._kept: Tensor | None = None

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """See :class:`Stream`."""
        if not (len(rows) or last):
            return rows.new_empty(0, self._width)
        parts = [self._first(rows, self._before) if self._kept is None else self._kept, rows]
        if last:
            parts.append(self._final(rows if len(rows) else parts[0], self._after))
        window = torch.cat(parts)
        margin = self._before + self._after
        if len(window) <= margin:
            self._kept = window
            return rows.new_empty(0, self._width)
        self._kept = window[len(window) - margin :].clone() if margin else window[:0]
        return self._compute(window)


class Chain:
    """Layers one after another."""

    def __init__(self, layers: Sequence[Stream]) -> None:
        self._layers = layers

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """See :class:`Stream`."""
        for layer in self._layers:
            rows = layer.push(rows, last=last)
        return rows


class Sum:
    """Branches that read the same rows and are added, the faster ones waiting for the slowest.

    Args:
        branches: what is added; all keep the number of rows.
        factor: of the sum.
    """

    def __init__(self, branches: Sequence[Stream], factor: float = 1.0) -> None:
        self._branches = branches
        self._waiting: list[Tensor | None] = [None] * len(branches)
        self._factor = factor

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """See :class:`Stream`."""
        ready = [
            _joined(waiting, branch.push(rows, last=last))
            for branch, waiting in zip(self._branches, self._waiting, strict=True)
        ]
        count = min(len(branch) for branch in ready)
        self._waiting = [branch[count:].clone() for branch in ready]
        total = ready[0][:count] + ready[1][:count]
        for branch in ready[2:]:
            total += branch[:count]
        return total if self._factor == 1 else total.mul_(self._factor)


class Same:
    """The rows as they are: the straight branch of a residual."""

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """See :class:`Stream`."""
        return rows


def fork(stream: Stream) -> Stream:
    """A twin that goes on from where the stream is, without moving it: to hear what might come next."""
    twin = copy(stream)  # what layers keep is replaced with each piece, never changed in place
    if isinstance(stream, Chain):
        return Chain([fork(layer) for layer in stream._layers])
    if isinstance(stream, Sum):
        twin = Sum([fork(branch) for branch in stream._branches], stream._factor)
        twin._waiting = list(stream._waiting)
    return twin


def _joined(waiting: Tensor | None, rows: Tensor) -> Tensor:
    if waiting is None or not len(waiting):
        return rows
    return torch.cat([waiting, rows]) if len(rows) else waiting


def _zeros(rows: Tensor, count: int) -> Tensor:
    return rows.new_zeros(count, rows.shape[1])
