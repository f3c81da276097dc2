"""The decoding step as CUDA graphs, each bound to a cache that one utterance at a time holds."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from torch import Tensor

from indextts.recorded import Recorded, Recorder, shared_memory
from indextts.t2s.cache import Cache
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

BUCKET = 256  # rows: a graph reads a fixed number of cache rows, rounded up to this
MOST_FREE = 8
"""Caches kept for the next utterances; as many streams as are spoken at once, beyond it memory is given back."""


class StepGraphs:
    """Recorded steps, one per rounded cache length, and the cache they are bound to.

    For one utterance at a time. It does not refer to the language model, so that it goes with it.

    Args:
        lm: gives the sizes.
        beams: rows a step adds.
        capacity: rows of the cache; rounded up.
        recorder: records, as long as that works.

    Attributes:
        cache: empty for whoever takes it from the :class:`Pool`.
    """

    def __init__(self, lm: SemanticLM, beams: int, capacity: int, recorder: Recorder) -> None:
        self.cache = new_cache(lm, beams, -(-capacity // BUCKET) * BUCKET)
        self._recorder = recorder
        self._store: Tensor | None = None
        self._recorded: dict[int, Recorded | None] = {}

    def logits(self, lm: SemanticLM, codes: Tensor, position: Tensor) -> Tensor:
        """As :func:`step_logits` on the cache, its length rounded up; the result is overwritten by the next step."""
        self._bind(codes, position)
        # More than the fill: a step that reads no unused row leaves its mask out, which is not for other utterances.
        length = min((self.cache.fill // BUCKET + 1) * BUCKET, self.cache.capacity)
        step = self._at(lm, length)
        return step() if step is not None else step_logits(lm, codes, position, self.cache, length)

    def record_all(self, lm: SemanticLM, codes: Tensor, position: Tensor) -> None:
        """Record every length the cache can have; what it holds is then of no use."""
        self._bind(codes, position)
        for length in range(BUCKET, self.cache.capacity + 1, BUCKET):
            self._at(lm, length)

    def _bind(self, codes: Tensor, position: Tensor) -> None:
        """Put the step's inputs where the recordings read them."""
        if self._store is not self.cache.keys:  # the first step, or the cache has grown
            self._recorded.clear()
            self._memory = shared_memory()
            self._store, self._codes, self._position = self.cache.keys, codes.clone(), position.clone()
        self._codes.copy_(codes)
        self._position.copy_(position)

    def _at(self, lm: SemanticLM, length: int) -> Recorded | None:
        if length not in self._recorded:
            self._recorded[length] = self._record(lm, length)
        return self._recorded[length]

    def _record(self, lm: SemanticLM, length: int) -> Recorded | None:
        def run() -> Tensor:
            return step_logits(lm, self._codes, self._position, self.cache, length)

        return self._recorder.record(run, self.cache.keys, self._memory)


class Pool:
    """Recorded steps of one language model: taken for an utterance, given back at its end."""

    def __init__(self) -> None:
        self._free: list[StepGraphs] = []
        self._lock = threading.Lock()
        self._recorder = Recorder("the decoding step")

    def take(self, lm: SemanticLM, beams: int, capacity: int) -> StepGraphs:
        """Steps with an empty cache for so many beams and at least so many rows, which nobody else has."""
        with self._lock:
            fitting = [free for free in self._free if free.cache.beams == beams and free.cache.capacity >= capacity]
            taken = min(fitting, key=lambda free: free.cache.capacity, default=None)
            if taken is not None:
                self._free.remove(taken)
        taken = taken or StepGraphs(lm, beams, capacity, self._recorder)
        taken.cache.clear()
        return taken

    def give(self, taken: StepGraphs) -> None:
        """Back from whoever took it; of too many the smallest goes."""
        with self._lock:
            self._free.append(taken)
            if len(self._free) > MOST_FREE:
                self._free.remove(min(self._free, key=lambda free: free.cache.capacity))


_POOLS: WeakKeyDictionary[SemanticLM, Pool] = WeakKeyDictionary()
_MAKING = threading.Lock()


def pool_of(lm: SemanticLM) -> Pool:
    """The recorded steps of a language model; they live as long as it does."""
    with _MAKING:
        return _POOLS.setdefault(lm, Pool())


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
