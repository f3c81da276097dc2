"""Generate semantic codes from a prompt."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Generator as Turns
from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.config import GPTConfig
from indextts.errors import OptionError
from indextts.t2s.budget import CodeBudget
from indextts.t2s.cache import Kept
from indextts.t2s.choose import BeamSequences, Chooser, OneSequence
from indextts.t2s.decoder import Decoder
from indextts.t2s.lm import SemanticLM
from indextts.t2s.noise import drawn_noise, given_noise
from indextts.t2s.sampling import SamplingOptions


@dataclass(frozen=True)
class Generated:
    """What came out.

    Attributes:
        codes: (1, n) int64 without the stop code; n may be 0 when the model stops at once and no budget forbids it.
        stopped: the model ended by itself, and not because it had to.
        kept: of the prompt, for the latent pass.
    """

    codes: Tensor
    stopped: bool
    kept: Kept


class Generation:
    """One generation in the making; iterate it once. Each turn is one decode step and gives the number of codes so far.

    It may be left between two turns for as long as one likes, or for good. Any number of them can be in the making at
    once, in any order; nothing is computed before the first turn.

    Args:
        lm: the language model.
        prompt_rows: (1, P, D) from :meth:`SemanticLM.prompt` or :meth:`SemanticLM.prompt_v25`.
        options: how codes are chosen.
        generator: source of chance, on any device; torch's global one if none.
        budget: how many codes there may be; ``CodeBudget(n)`` gives exactly n, whatever ``max_mel_tokens`` says.
        noise: exponential noise (steps, beams * V) instead of a generator, to repeat known draws.
        graphs: replay recorded steps (CUDA only; elsewhere it changes nothing).

    Attributes:
        ended: no more turns will come.
        kept: keys and values of the prompt, from the first turn on.

    Raises:
        OptionError: the budget asks for more codes than the model can give.
    """

    kept: Kept

    def __init__(
        self,
        lm: SemanticLM,
        prompt_rows: Tensor,
        options: SamplingOptions,
        *,
        generator: torch.Generator | None = None,
        budget: CodeBudget | None = None,
        noise: Tensor | None = None,
        graphs: bool = False,
    ) -> None:
        self._lm, self._prompt, self._beams, self._graphs = lm, prompt_rows, options.num_beams, graphs
        self._limit = _limit(lm.config, options, budget)
        device = lm.like.device
        kind = OneSequence if options.num_beams == 1 else BeamSequences
        draws = drawn_noise(generator, device) if noise is None else given_noise(noise, device)
        self._chooser: Chooser = kind(lm.config, options, budget, draws, device)
        self.ended = False

    def __iter__(self) -> Turns[int, None, None]:
        decoder = Decoder(self._lm, beams=self._beams, steps=self._limit, graphs=self._graphs)
        try:
            logits = decoder.start(self._prompt).expand(self._beams, -1)  # (beams,V)
            self.kept = decoder.cache.kept(self._prompt.shape[1])
            for step in range(self._limit):
                codes, parents = self._chooser.choose(logits, step)
                self.ended = self._chooser.done or step + 1 == self._limit
                yield step + 1
                if self.ended:
                    return
                logits = decoder.step(codes, parents)
        finally:
            decoder.close()

    @property
    def known(self) -> list[int]:
        """Codes that will not change, as far as they were looked at (:class:`Chooser`); of beams none till the end."""
        return self._chooser.result()[0] if self.ended else self._chooser.known

    def result(self) -> Generated:
        """What came out, after the last turn."""
        sequence, stopped = self._chooser.result()
        found = torch.tensor([sequence], dtype=torch.int64, device=self._lm.like.device)  # (1,n)
        return Generated(found, stopped, self.kept)


def generate(
    lm: SemanticLM,
    prompt_rows: Tensor,
    options: SamplingOptions | None = None,
    *,
    generator: torch.Generator | None = None,
    budget: CodeBudget | None = None,
    on_code: Callable[[int], None] | None = None,
    noise: Tensor | None = None,
    graphs: bool = False,
) -> Generated:
    """Generate codes until the model stops, the limit or the budget's end: a :class:`Generation` run through.

    Args:
        lm: as there, and so are the others but this one.
        prompt_rows: see there.
        options: released defaults.
        generator: see there.
        budget: see there.
        on_code: called after each step with the number of codes so far; an error it raises ends the generation.
        noise: see there.
        graphs: see there.

    Raises:
        OptionError: the budget asks for more codes than the model can give.
    """
    making = Generation(
        lm, prompt_rows, options or SamplingOptions(), generator=generator, budget=budget, noise=noise, graphs=graphs
    )
    for count in making:
        if on_code is not None:
            on_code(count)
    return making.result()


def _limit(config: GPTConfig, options: SamplingOptions, budget: CodeBudget | None) -> int:
    if budget is None:
        return min(options.max_mel_tokens, config.max_mel_tokens)
    if budget.target > config.max_mel_tokens:
        raise OptionError(
            f"{budget.target} codes are wanted; the model gives {config.max_mel_tokens} at most.",
            "Ask for less time or for more segments.",
        )
    return min(budget.most, config.max_mel_tokens)
