"""Step decoding: the prompt once, then one code per beam at a time."""

from __future__ import annotations

import weakref

import torch
from torch import Tensor

from indextts.recorded import can_record
from indextts.t2s.cache import Cache, Prompt
from indextts.t2s.graphs import StepGraphs, new_cache, pool_of
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

SQUEEZE_EVERY = 16  # steps; rarer wastes reads on dead branches, more often wastes copies
FIRST_STEP_POSITION = 2  # the start code has 0, and 1 is never used: the released numbering


class Decoder:
    """One utterance in the making; any number of them may be, on one language model, their steps in any order.

    Recorded steps and the cache they are bound to are borrowed from the first step's prompt on. They go back with
    :meth:`close`, or when the decoder is dropped.

    Args:
        lm: the language model.
        beams: sequences decoded side by side.
        steps: most steps there will be.
        graphs: record a step once and replay it (CUDA only; elsewhere it changes nothing).
    """

    def __init__(self, lm: SemanticLM, *, beams: int, steps: int, graphs: bool = False) -> None:
        self.lm = lm
        self.beams = beams
        self.steps = steps
        self.records = graphs and can_record(lm.like)
        self.steps_recorded: StepGraphs | None = None
        self.position = torch.zeros(1, dtype=torch.int64, device=lm.like.device)
        self.step_count = 0

    def start(self, prompt: Tensor) -> Tensor:
        """Read the prompt (1, P, D) and the start code.

        Returns:
            Logits of the first code (1, V), float32.
        """
        start = self.position.new_full((1,), self.lm.config.start_mel_token)
        rows = torch.cat((prompt.to(self.lm.like), self.lm.code_rows(start, self.position)), dim=1)  # (1,P+1,D)
        capacity = rows.shape[1] + self.steps + 2 * SQUEEZE_EVERY * self.beams
        self.cache = self._room(capacity)
        hidden = self.lm.hidden(rows, Prompt(self.cache, rows.shape[1]))
        self.position.fill_(FIRST_STEP_POSITION)
        return self.lm.logits(hidden[:, -1])

    def _room(self, capacity: int) -> Cache:
        if not self.records:
            return new_cache(self.lm, self.beams, capacity)
        pool = pool_of(self.lm)
        self.steps_recorded = pool.take(self.lm, self.beams, capacity)
        self._return = weakref.finalize(self, pool.give, self.steps_recorded)
        self._return.atexit = False
        return self.steps_recorded.cache

    def record(self) -> None:
        """After :meth:`start`: record the step at every length beforehand, not when an utterance first gets there."""
        if self.steps_recorded is not None:
            codes = self.position.new_zeros(self.beams)
            self.cache.follow(codes)
            self.steps_recorded.record_all(self.lm, codes, self.position)

    def close(self) -> None:
        """Give back what was borrowed; no step may follow. Harmless when done twice."""
        if self.steps_recorded is not None:
            self.steps_recorded = None
            self._return()

    def step(self, codes: Tensor, parents: Tensor) -> Tensor:
        """Append ``codes[i]`` to the sequence of beam ``parents[i]``, which becomes beam i (both (beams,) int64).

        Returns:
            Logits (beams, V), float32.
        """
        cache = self.cache
        if self.beams > 1 and self.step_count % SQUEEZE_EVERY == SQUEEZE_EVERY - 1:
            cache.squeeze()
        if cache.fill + self.beams > cache.capacity:
            cache.grow(2 * cache.capacity)
        cache.follow(parents)
        logits = self._logits(codes)
        self.position += 1
        self.step_count += 1
        return logits

    def _logits(self, codes: Tensor) -> Tensor:
        if self.steps_recorded is not None:
            return self.steps_recorded.logits(self.lm, codes, self.position)
        return step_logits(self.lm, codes, self.position, self.cache, self.cache.fill)
