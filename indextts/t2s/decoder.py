"""Step decoding: the prompt once, then one code per beam at a time."""

from __future__ import annotations

import torch
from torch import Tensor

from indextts.t2s.cache import Prompt
from indextts.t2s.graphs import graphs_of, new_cache
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

SQUEEZE_EVERY = 16  # steps; rarer wastes reads on dead branches, more often wastes copies
FIRST_STEP_POSITION = 2  # the start code has 0, and 1 is never used: the released numbering


class Decoder:
    """One utterance in the making.

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
        self.graphs = graphs_of(lm) if graphs and lm.like.device.type == "cuda" else None
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
        room = new_cache if self.graphs is None else self.graphs.room
        self.cache = room(self.lm, self.beams, capacity)
        hidden = self.lm.hidden(rows, Prompt(self.cache, rows.shape[1]))
        self.position.fill_(FIRST_STEP_POSITION)
        return self.lm.logits(hidden[:, -1])

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
        if self.graphs is not None:
            return self.graphs.logits(self.lm, codes, self.position, self.cache)
        return step_logits(self.lm, codes, self.position, self.cache, self.cache.fill)
