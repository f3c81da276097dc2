"""CUDA graphs of the decoding step: launched as one, because a step's many small kernels cost more than they do."""

from __future__ import annotations

import torch
from torch import Tensor

from indextts.t2s.cache import Cache
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

BUCKET = 256  # rows: a graph reads a fixed number of cache rows, rounded up to this
WARM_UPS = 2


class StepGraphs:
    """Recorded steps, one per rounded cache length; recorded anew when the cache has moved.

    Args:
        lm: the language model, on a CUDA device.
    """

    def __init__(self, lm: SemanticLM) -> None:
        self.lm = lm
        self.recorded: dict[int, tuple[torch.cuda.CUDAGraph, Tensor]] = {}
        self.store: Tensor | None = None

    def logits(self, codes: Tensor, position: Tensor, cache: Cache) -> Tensor:
        """As :func:`step_logits`, with the cache's length rounded up; the result is overwritten by the next step."""
        if self.store is not cache.keys:
            self.recorded.clear()
            self.store, self.codes, self.position = cache.keys, codes.clone(), position.clone()
        self.codes.copy_(codes)
        self.position.copy_(position)
        length = min(-(-cache.fill // BUCKET) * BUCKET, cache.capacity)
        if length not in self.recorded:
            self.recorded[length] = self._record(cache, length)
        graph, logits = self.recorded[length]
        graph.replay()
        return logits

    def _record(self, cache: Cache, length: int) -> tuple[torch.cuda.CUDAGraph, Tensor]:
        side = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # first runs allocate and choose kernels, which must not be recorded
            for _ in range(WARM_UPS):
                step_logits(self.lm, self.codes, self.position, cache, length)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits = step_logits(self.lm, self.codes, self.position, cache, length)
        return graph, logits
