"""How well a model's strongest emotion meets texts that people labelled; pure.

A text may carry several emotions, and a model names one: its strongest. To name any of them is a hit. For an emotion e,

- a true positive is a text where e was named and is among the text's emotions;
- a false positive is a text where e was named and is not among them;
- a false negative is a text with e where what was named is none of its emotions.

So a text that is "sad, afraid" and was called sad counts for sad and not against afraid. With one emotion a text
these are the usual definitions. F1 is 2 TP / (2 TP + FP + FN).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.values import EMOTIONS


@dataclass(frozen=True, slots=True)
class Score:
    """All but the times are 0 to 1.

    ``f1`` holds the emotions that some text carries, in the fixed order, and ``macro_f1`` is their mean. An emotion
    of which every text was hit by another of its emotions, and that was never named wrongly, says nothing and is in
    neither. ``ms_p50`` and ``ms_p95`` are milliseconds a text.
    """

    n: int
    accuracy: float
    macro_f1: float
    f1: dict[str, float]
    ms_p50: float
    ms_p95: float


def score(named: Sequence[str], wanted: Sequence[frozenset[str]], ms: Sequence[float]) -> Score:
    """Score what was ``named`` for texts that carry the emotions ``wanted``, each taking ``ms`` milliseconds.

    All three are of the same length, which is not 0.
    """
    pairs = list(zip(named, wanted, strict=True))
    f1 = f1_by_emotion(pairs)
    p50, p95 = np.percentile(ms, [50, 95])
    accuracy = sum(name in emotions for name, emotions in pairs) / len(pairs)
    macro = sum(f1.values()) / len(f1) if f1 else 0.0
    return Score(len(pairs), accuracy, macro, f1, float(p50), float(p95))


def f1_by_emotion(pairs: Iterable[tuple[str, frozenset[str]]]) -> dict[str, float]:
    """F1 per emotion that is wanted somewhere, from (named, wanted) pairs."""
    hit: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    present: set[str] = set()
    for name, emotions in pairs:
        present |= emotions
        if name in emotions:
            hit[name] += 1
        else:
            wrong[name] += 1
            missed.update(emotions)
    judged = [name for name in EMOTIONS if name in present and hit[name] + wrong[name] + missed[name]]
    return {name: 2 * hit[name] / (2 * hit[name] + wrong[name] + missed[name]) for name in judged}
