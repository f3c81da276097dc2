"""What is set after the fit: a bias for each emotion, and, on texts the fit did not see, how sure a score may be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
_SHARPNESSES = np.linspace(0.5, 2.0, 61)
_NEVER = -8.0
"""Bias of an emotion that a language's texts never carry: its score was never trained."""


def rarity_bias(wanted: Bools, share: float) -> Doubles:
    """The bias [8] that takes back ``share`` (0 to 1) of the frequencies, in logarithms, of what texts carry."""
    frequency = (wanted / wanted.sum(1, keepdims=True)).mean(0)
    return np.where(frequency > 0, -share * np.log(np.maximum(frequency, 1e-9)), _NEVER)


def best_sharpness(scores: Doubles, wanted: Bools) -> float:
    """The factor on biased logits under which the texts' own emotions are least surprising (cross-entropy)."""
    shares = wanted / wanted.sum(1, keepdims=True)
    return float(min(_SHARPNESSES, key=lambda factor: -(shares * _log_softmax(scores * factor)).sum(1).mean()))


def _log_softmax(scores: Doubles) -> Doubles:
    shifted = scores - scores.max(1, keepdims=True)
    result: Doubles = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result
