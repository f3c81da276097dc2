"""How each language is trained; found by trying on texts held out of the training files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.emotion.rows import LabelledText
from engine.emotion.train.corpus import Language, corpus, is_pandemic
from engine.emotion.train.tune import Goal

DENSE_SCALE = 0.5
"""Of the dense part beside n-grams of length 1: the smaller, the more its weights are held back."""
CHAT_WEIGHT = 5.0
"""How much one of our own chat lines counts beside a row of a corpus, for there are few."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One language's settings.

    Attributes:
        strength: scikit-learn's C, the inverse of how strongly weights are held back.
        ratio_power: how strongly n-grams are weighed by their log-count ratios beforehand (0: not at all; NBSVM,
            Wang & Manning 2012, has 1).
        word_scale: of the words beside the characters.
        rarest: texts that an n-gram of characters, of words must be in.
        keep: how many of each are kept, those with the greatest weights.
    """

    language: Language
    strength: float
    ratio_power: float
    word_scale: float
    rarest: tuple[int, int]
    keep: tuple[int, int]


ENGLISH = Recipe("en", strength=0.5, ratio_power=1.4, word_scale=1.0, rarest=(3, 2), keep=(70_000, 25_000))
CHINESE = Recipe("zh", strength=3.0, ratio_power=0.0, word_scale=0.3, rarest=(2, 2), keep=(110_000, 6_000))


def goals(recipe: Recipe, rows: list[LabelledText]) -> list[Goal]:
    """What the bias is chosen for.

    English counts by both measures. Of the Chinese corpora the general half of SMP2020-EWECT counts by macro-F1, and
    CLUEmotion, which knows no calm, by accuracy.
    """
    kind = np.array([corpus(row, recipe.language) for row in rows])
    if recipe.language == "en":
        return [Goal(kind == "GoEmotions", f1=1.0, accuracy=0.5)]
    general = np.isin(kind, ["SMP2020-EWECT", "either Chinese"]) & ~np.array([is_pandemic(row) for row in rows])
    return [Goal(general, f1=1.0, accuracy=0.0), Goal(kind == "CLUEmotion", f1=0.0, accuracy=1.0)]
