"""CUDA graphs of the decoding step: launched as one, because a step's many small kernels cost more than they do."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from indextts.t2s.cache import Cache
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

BUCKET = 256  # rows: a graph reads a fixed number of cache rows, rounded up to this
WARM_UPS = 2


class StepGraphs:
    """Recorded steps, one per rounded cache length, and the cache they are bound to, kept between utterances.

    For one utterance at a time, which marks it as busy; another that is spoken meanwhile gets its own. It does not
    refer to the language model, so that it goes with it.
    """

    def __init__(self) -> None:
        self.busy = False  # an utterance in the making holds it
        self.cache: Cache | None = None
        self.store: Tensor | None = None
        self.recorded: dict[int, tuple[torch.cuda.CUDAGraph, Tensor]] = {}

    def room(self, lm: SemanticLM, beams: int, capacity: int) -> Cache:
        """The kept cache, empty, if it is large enough; else a new one, and what was recorded is forgotten."""
        cache = self.cache
        if cache is None or cache.beams != beams or cache.capacity < capacity:
            cache = self.cache = self.store = None  # what was there is given back first
            self.recorded.clear()
            self.cache = cache = new_cache(lm, beams, -(-capacity // BUCKET) * BUCKET)
        cache.clear()
        return cache

    def logits(self, lm: SemanticLM, codes: Tensor, position: Tensor, cache: Cache) -> Tensor:
        """As :func:`step_logits`, with the cache's length rounded up; the result is overwritten by the next step."""
        if self.store is not cache.keys:  # another cache, or it has grown
            self.recorded.clear()
            self.store, self.codes, self.position = cache.keys, codes.clone(), position.clone()
        self.codes.copy_(codes)
        self.position.copy_(position)
        # More than the fill: a step that reads no unused row leaves its mask out, which is not for other utterances.
        length = min((cache.fill // BUCKET + 1) * BUCKET, cache.capacity)
        if length not in self.recorded:
            with torch.cuda.device(cache.keys.device):
                self.recorded[length] = self._record(lm, cache, length)
        graph, logits = self.recorded[length]
        graph.replay()
        return logits

    def _record(self, lm: SemanticLM, cache: Cache, length: int) -> tuple[torch.cuda.CUDAGraph, Tensor]:
        side = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # first runs allocate and choose kernels, which must not be recorded
            for _ in range(WARM_UPS):
                step_logits(lm, self.codes, self.position, cache, length)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):  # other threads may be speaking meanwhile
            logits = step_logits(lm, self.codes, self.position, cache, length)
        return graph, logits


_KEPT: WeakKeyDictionary[SemanticLM, list[StepGraphs]] = WeakKeyDictionary()


def graphs_of(lm: SemanticLM) -> StepGraphs:
    """Recorded steps of a language model that no utterance holds; they live as long as it does."""
    kept = _KEPT.setdefault(lm, [])
    for graphs in kept:
        if not graphs.busy:
            return graphs
    kept.append(StepGraphs())
    return kept[-1]


def new_cache(lm: SemanticLM, beams: int, capacity: int) -> Cache:
    """A cache of the language model's sizes."""
    config = lm.config
    return Cache(
        layers=config.layers,
        heads=config.heads,
        head_width=config.model_dim // config.heads,
        beams=beams,
        capacity=capacity,
        like=lm.like,
    )
