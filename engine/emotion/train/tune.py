"""What is set after the fit, on texts it did not see: a bias for each emotion, and how sure a score may be.

The bias takes back a share of the corpus's own frequencies, so that rare emotions are named often enough: one number,
chosen for macro-F1 and accuracy together. The sharpness makes strengths honest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
_SHARES = np.linspace(0.0, 1.0, 21)
_SHARPNESSES = np.linspace(0.5, 2.0, 61)
_NEVER = -8.0
"""Bias of an emotion that a language's texts never carry: its score was never trained there."""


@dataclass(frozen=True, slots=True)
class Goal:
    """``f1`` and ``accuracy`` say how much each counts over the texts that ``of`` selects, bool [n]."""

    of: Bools
    f1: float
    accuracy: float


def best_bias(logits: Doubles, wanted: Bools, goals: Sequence[Goal]) -> Doubles:
    """The bias [8] that does best at all goals together."""
    frequency = (wanted / wanted.sum(1, keepdims=True)).mean(0)
    carried = frequency > 0
    rarity = np.where(carried, -np.log(np.maximum(frequency, 1e-9)), 0.0)

    def worth(share: float) -> float:
        named = np.where(carried, logits + share * rarity, -np.inf).argmax(1)
        return sum(_worth(named[goal.of], wanted[goal.of], goal) for goal in goals)

    return np.where(carried, max(_SHARES, key=worth) * rarity, _NEVER)


def _worth(named: NDArray[np.intp], wanted: Bools, goal: Goal) -> float:
    hit = wanted[np.arange(len(named)), named]
    f1s = []
    for emotion in np.flatnonzero(wanted.any(0)):
        true, false = (hit & (named == emotion)).sum(), (~hit & (named == emotion)).sum()
        missed = (wanted[:, emotion] & ~hit).sum()
        f1s.append(2 * true / max(1, 2 * true + false + missed))
    return goal.f1 * float(np.mean(f1s)) + goal.accuracy * float(hit.mean())


def best_sharpness(scores: Doubles, wanted: Bools) -> float:
    """The factor on biased logits under which the texts' own emotions are least surprising (cross-entropy)."""
    shares = wanted / wanted.sum(1, keepdims=True)
    return float(min(_SHARPNESSES, key=lambda factor: -(shares * _log_softmax(scores * factor)).sum(1).mean()))


def _log_softmax(scores: Doubles) -> Doubles:
    shifted = scores - scores.max(1, keepdims=True)
    result: Doubles = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result
