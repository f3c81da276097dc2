"""Generate semantic codes from a prompt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.config import GPTConfig
from indextts.errors import OptionError
from indextts.t2s.budget import CodeBudget
from indextts.t2s.cache import Kept
from indextts.t2s.choose import BeamSequences, Chooser, Noise, OneSequence
from indextts.t2s.decoder import Decoder
from indextts.t2s.lm import SemanticLM
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
    """Generate codes until the model stops, the limit or the budget's end.

    Args:
        lm: the language model.
        prompt_rows: (1, P, D) from :meth:`SemanticLM.prompt` or :meth:`SemanticLM.prompt_v25`.
        options: how codes are chosen; released defaults.
        generator: source of chance, on any device; torch's global one if none.
        budget: how many codes there may be; ``CodeBudget(n)`` gives exactly n, whatever ``max_mel_tokens`` says.
        on_code: called after each step with the number of codes so far; an error it raises ends the generation.
        noise: exponential noise (steps, beams * V) instead of a generator, to repeat known draws.
        graphs: replay recorded steps (CUDA only; elsewhere it changes nothing).

    Raises:
        OptionError: the budget asks for more codes than the model can give.
    """
    options = options or SamplingOptions()
    limit = _limit(lm.config, options, budget)
    device = lm.like.device
    kind = OneSequence if options.num_beams == 1 else BeamSequences
    chooser: Chooser = kind(lm.config, options, budget, _noise(generator, noise, device), device)
    decoder = Decoder(lm, beams=options.num_beams, steps=limit, graphs=graphs)
    logits = decoder.start(prompt_rows).expand(options.num_beams, -1)  # (beams,V)
    for step in range(limit):
        codes, parents = chooser.choose(logits, step)
        if on_code is not None:
            on_code(step + 1)
        if chooser.done or step + 1 == limit:
            break
        logits = decoder.step(codes, parents)
    sequence, stopped = chooser.result()
    found = torch.tensor([sequence], dtype=torch.int64, device=device)  # (1,n)
    return Generated(found, stopped, decoder.cache.kept(prompt_rows.shape[1]))


def _limit(config: GPTConfig, options: SamplingOptions, budget: CodeBudget | None) -> int:
    if budget is None:
        return min(options.max_mel_tokens, config.max_mel_tokens)
    if budget.target > config.max_mel_tokens:
        raise OptionError(
            f"{budget.target} codes are wanted; the model gives {config.max_mel_tokens} at most.",
            "Ask for less time or for more segments.",
        )
    return min(budget.most, config.max_mel_tokens)


def _noise(generator: torch.Generator | None, given: Tensor | None, device: torch.device) -> Noise:
    if given is not None:
        return lambda step, size: given[step, :size].to(device)

    def drawn(step: int, size: int) -> Tensor:
        chance = torch.empty(size, device=device if generator is None else generator.device)
        chance.exponential_(generator=generator).clamp_min_(torch.finfo(torch.float32).tiny)
        return chance.to(device)

    return drawn
