"""How codes are chosen: the options, and the steps from logits to scores in the order the model was released with.

Sources: Keskar et al. 2019 (repetition penalty), Fan et al. 2018 (top-k), Holtzman et al. 2020 (top-p).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.arguments import number, whole_number
from indextts.errors import OptionError

REMOVED = float("-inf")


@dataclass(frozen=True)
class SamplingOptions:
    """How codes are chosen.

    Attributes:
        do_sample: draw; else the likeliest code (or beams) and no temperature, top-k, top-p.
        top_p: smallest share of probability to draw from, above 0 to 1.
        top_k: how many codes to draw from; 0 is all.
        temperature: above 0; lower is safer.
        length_penalty: exponent of the length a finished beam's score is divided by, -10 to 10.
        num_beams: 1 to 16.
        repetition_penalty: above 0; 1 is none.
        max_mel_tokens: most codes, the stop code included.
    """

    do_sample: bool = True
    top_p: float = 0.8
    top_k: int = 30
    temperature: float = 0.8
    length_penalty: float = 0.0
    num_beams: int = 3
    repetition_penalty: float = 10.0
    max_mel_tokens: int = 1500

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            OptionError: a value is out of its range or not a number.
        """
        for name in ("top_k", "num_beams", "max_mel_tokens"):
            whole_number(name, getattr(self, name))
        for name in ("top_p", "temperature", "length_penalty", "repetition_penalty"):
            number(name, getattr(self, name))
        _within("top_p", self.top_p, self.top_p > 0 and self.top_p <= 1, "above 0, at most 1")
        _within("top_k", self.top_k, self.top_k >= 0, "0 or more")
        _within("temperature", self.temperature, self.temperature > 0, "above 0")
        _within("length_penalty", self.length_penalty, abs(self.length_penalty) <= 10, "-10 to 10")
        _within("num_beams", self.num_beams, 1 <= self.num_beams <= 16, "1 to 16")
        _within("repetition_penalty", self.repetition_penalty, self.repetition_penalty > 0, "above 0")
        _within("max_mel_tokens", self.max_mel_tokens, self.max_mel_tokens >= 1, "1 or more")


def _within(name: str, value: float, fits: bool, span: str) -> None:
    if not (fits and math.isfinite(value)):
        raise OptionError(f"{name} is {value}.", f"It has to be {span}.")


def penalise(scores: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """Push down what was there before: scores (B, V) where ``seen`` (B, V) bool; negative ones grow, others shrink."""
    return torch.where(seen, torch.where(scores < 0, scores * penalty, scores / penalty), scores)


def keep_top_k(scores: Tensor, k: int) -> Tensor:
    """Remove all below the k-th largest of each row of (B, V); 0 keeps all."""
    if not 0 < k < scores.shape[-1]:
        return scores
    smallest = scores.topk(k).values[..., -1:]
    return scores.masked_fill(scores < smallest, REMOVED)


def keep_top_p(scores: Tensor, p: float, minimum: int) -> Tensor:
    """Remove from each row of (B, V) the unlikeliest codes that together weigh at most 1 - p, but leave ``minimum``."""
    if p >= 1:
        return scores
    ascending, order = scores.sort(dim=-1)
    drop = ascending.softmax(-1).cumsum(-1) <= 1 - p
    drop[..., -minimum:] = False
    return scores.masked_fill(torch.zeros_like(drop).scatter(-1, order, drop), REMOVED)


def process(scores: Tensor, seen: Tensor, options: SamplingOptions, *, minimum: int) -> Tensor:
    """Scores (B, V) to scores to draw from, removed ones -inf.

    Args:
        scores: logits, or log-probabilities with beams.
        seen: (B, V) bool, codes already in the row's sequence.
        options: penalty, temperature, top-k, top-p.
        minimum: codes that always remain: 1, with beams 2.
    """
    scores = penalise(scores, seen, options.repetition_penalty)
    if options.do_sample:
        scores = scores / options.temperature
        scores = keep_top_k(scores, max(options.top_k, minimum) if options.top_k else 0)
        scores = keep_top_p(scores, options.top_p, minimum)
    return scores


def draw(scores: Tensor, count: int, noise: Tensor) -> Tensor:
    """Draw ``count`` distinct entries with probability softmax(scores), by the exponential race.

    The entries with the largest p / E, E exponential with mean 1, are such a draw (Efraimidis and Spirakis 2006).
    Logarithms keep that order where p would underflow, and spare the normalisation.

    Args:
        scores: (n,).
        count: how many.
        noise: E, (n,).

    Returns:
        Indices (count,) int64.
    """
    return (scores - noise.log()).topk(count).indices
