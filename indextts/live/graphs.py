"""The estimator's pass over a chunk as a CUDA graph, for chunks of a shape that comes again.

A pass is some hundred small kernels that take longer to launch than to run. The first chunks of all lines have the same
shapes: as many columns, as many remembered before them. A line's last chunk has any; it is computed kernel by kernel.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import torch
from cachetools import LRUCache
from torch import Tensor

from indextts.live.columns import Seen
from indextts.recorded import Recorded, Recorder
from indextts.s2mel.dit import DiT, Moment

MOST_GRAPHS = 6
"""Kept; the largest hold some 0.1 GB at full size, what they remember included."""
TIMES_SEEN = 2
"""A shape is recorded when it comes for this time."""
Key = tuple[int, int, int, int]


class _Bound:
    """Remembered columns at fixed places. A :class:`indextts.s2mel.dit.Before`.

    Args:
        keys: (layers, B, H, P, D), and
        values: of the columns before.
        tail: the head's input of the last columns before (B, m, W).
    """

    def __init__(self, keys: Tensor, values: Tensor, tail: Tensor) -> None:
        self.keys, self.values, self.tail = keys, values, tail
        self.new: list[tuple[Tensor, Tensor]] = []

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """All before, then these."""
        self.new.append((k, v))
        return torch.cat([self.keys[layer], k], dim=2), torch.cat([self.values[layer], v], dim=2)

    def lead(self, r: Tensor) -> Tensor:
        """The last columns before, then these."""
        self.joined = torch.cat([self.tail, r], dim=1)
        return self.joined


@dataclass(frozen=True)
class _Inputs:
    """Of :meth:`DiT.onward`."""

    x: Tensor
    condition: Tensor
    moment: Moment
    rotary: Tensor

    def tensors(self) -> list[Tensor]:
        """In one order."""
        blocks, norm = self.moment.blocks
        return [
            self.x,
            self.condition,
            torch.view_as_real(self.rotary),
            *blocks,
            norm,
            *self.moment.wavenet,
            self.moment.final,
        ]

    def copied(self) -> _Inputs:
        """At places of their own."""
        (blocks, norm), moment = self.moment.blocks, self.moment
        copy = Moment(
            ([block.clone() for block in blocks], norm.clone()),
            [layer.clone() for layer in moment.wavenet],
            moment.final.clone(),
        )
        return _Inputs(self.x.clone(), self.condition.clone(), copy, self.rotary.clone())


class ChunkGraph:
    """A recorded pass and the memory it works on.

    Args:
        net: the estimator.
        inputs: of :meth:`DiT.onward`, as they will come.
        keys: (layers, B, H, P, D), and
        values: of the columns before.
        tail: the head's input of the last of them.
        recorder: records.

    Attributes:
        works: whether recording did.
    """

    def __init__(
        self, net: DiT, inputs: _Inputs, keys: Tensor, values: Tensor, tail: Tensor, recorder: Recorder
    ) -> None:
        self._inputs, self._keys, self._values, self._tail = inputs.copied(), keys, values, tail.clone()

        def run() -> Tensor:
            bound, given = _Bound(self._keys, self._values, self._tail), self._inputs
            v = net.onward(given.x, given.condition, given.moment, given.rotary, bound)
            self.new_keys, self.new_values = (torch.stack(each) for each in zip(*bound.new, strict=True))
            self.joined = bound.joined
            return v

        self._recorded: Recorded | None = recorder.record(run, tail)
        self.works = self._recorded is not None

    def __call__(self, inputs: _Inputs, past: Sequence[Seen], tail: Tensor) -> Tensor:
        """The pass with these inputs; what it gives and leaves in the attributes is overwritten by the next."""
        torch._foreach_copy_(self._inputs.tensors(), inputs.tensors())
        self._tail.copy_(tail)
        start = 0
        for seen in past:
            stop = start + seen.keys[0].shape[2]
            self._keys[:, :, :, start:stop] = torch.stack(seen.keys)
            self._values[:, :, :, start:stop] = torch.stack(seen.values)
            start = stop
        if self._recorded is None:
            raise RuntimeError("a pass that could not be recorded was played")  # a mistake of the caller's
        return self._recorded()


class ChunkGraphs:
    """The recorded passes of one estimator, by shape; for any number of lines, one pass at a time."""

    def __init__(self) -> None:
        self._graphs: LRUCache[Key, ChunkGraph] = LRUCache(MOST_GRAPHS)
        self._times: LRUCache[Key, int] = LRUCache(1000)
        self._lock = threading.Lock()
        self._recorder = Recorder("the flow's pass")

    def onward(
        self,
        net: DiT,
        inputs: tuple[Tensor, Tensor, Moment, Tensor],
        past: Sequence[Seen],
        own: Seen,
        keep: int,
        most: int,
    ) -> Tensor | None:
        """As :meth:`DiT.onward` behind a :class:`~indextts.live.columns.Follower`; none where that has to do it.

        Args:
            net: the estimator.
            inputs: x, condition, moment, rotary.
            past: what was seen before the line.
            own: what was seen of the line, to which the first ``keep`` columns are added.
            keep: see there.
            most: columns that ``own`` may hold.
        """
        given = _Inputs(*inputs)
        before = [seen for seen in (*past, own) if seen.keys]
        tails = [seen.tail for seen in (*past, own) if seen.tail is not None]
        tail = torch.cat(tails, dim=1)[:, -net.wavenet.margin :] if tails else None
        if tail is None or not before or not self._recorder.works:
            return None
        remembered = sum(seen.keys[0].shape[2] for seen in before)
        key = len(given.x), given.x.shape[2], remembered, tail.shape[1]
        with self._lock:
            graph = self._graph(net, key, given, before, tail)
            if graph is None:
                return None
            v = graph(given, before, tail).clone()
            _add(own, graph, tail.shape[1], keep, most, net.wavenet.margin)
            return v

    def _graph(self, net: DiT, key: Key, given: _Inputs, before: Sequence[Seen], tail: Tensor) -> ChunkGraph | None:
        known = self._graphs.get(key)
        if known is not None:
            return known
        self._times[key] = self._times.get(key, 0) + 1
        if self._times[key] < TIMES_SEEN:
            return None
        keys = torch.cat([torch.stack(seen.keys) for seen in before], dim=3)
        values = torch.cat([torch.stack(seen.values) for seen in before], dim=3)
        graph = ChunkGraph(net, given, keys, values, tail, self._recorder)
        if not graph.works:
            return None
        self._graphs[key] = graph
        return graph


def _add(own: Seen, graph: ChunkGraph, before: int, keep: int, most: int, margin: int) -> None:
    """What :class:`~indextts.live.columns.Follower` does to ``own``, all layers at once."""
    for columns, new in ((own.keys, graph.new_keys), (own.values, graph.new_values)):
        parts = [torch.stack(columns)] if columns else []
        columns[:] = torch.cat([*parts, new[:, :, :, :keep]], dim=3)[:, :, :, -most:].clone().unbind(0)
    own.tail = graph.joined[:, : before + keep][:, -margin:].clone()


_KEPT: WeakKeyDictionary[DiT, ChunkGraphs] = WeakKeyDictionary()
_MAKING = threading.Lock()


def chunk_graphs_of(net: DiT) -> ChunkGraphs:
    """The recorded passes of an estimator; they live as long as it does."""
    with _MAKING:
        return _KEPT.setdefault(net, ChunkGraphs())
