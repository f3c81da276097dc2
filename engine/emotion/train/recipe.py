"""How each language is trained; found by trying on texts held out of the training files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.emotion.rows import LabelledText
from engine.emotion.train.corpus import Language, corpus, is_pandemic
from engine.emotion.train.tune import Goal

DENSE_SCALE = 0.5
"""Of the dense part beside n-grams of length 1: the smaller, the more its weights are held back."""


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
        chat_weight: how much one of our own chat lines counts beside a row of a corpus, for there are few.
    """

    language: Language
    strength: float
    ratio_power: float
    word_scale: float
    rarest: tuple[int, int]
    keep: tuple[int, int]
    chat_weight: float


ENGLISH = Recipe("en", 0.5, ratio_power=1.0, word_scale=1.0, rarest=(3, 2), keep=(90_000, 35_000), chat_weight=5.0)
CHINESE = Recipe("zh", 3.0, ratio_power=0.0, word_scale=0.3, rarest=(2, 2), keep=(150_000, 8_000), chat_weight=3.0)


def goals(recipe: Recipe, rows: list[LabelledText]) -> list[Goal]:
    """What the bias is chosen for.

    English counts by macro-F1, for accuracy alone would name rare emotions too seldom. Of the Chinese corpora the
    general half of SMP2020-EWECT counts by macro-F1, and CLUEmotion, which knows no calm, half as much by accuracy.
    """
    kind = np.array([corpus(row, recipe.language) for row in rows])
    if recipe.language == "en":
        return [Goal(kind == "GoEmotions", f1=1.0, accuracy=0.0)]
    general = np.isin(kind, ["SMP2020-EWECT", "either Chinese"]) & ~np.array([is_pandemic(row) for row in rows])
    return [Goal(general, f1=1.0, accuracy=0.0), Goal(kind == "CLUEmotion", f1=0.0, accuracy=0.5)]
