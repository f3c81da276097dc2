"""How each language is trained; found by trying on texts held out of the training files."""

from __future__ import annotations

from dataclasses import dataclass

from engine.emotion.train.corpus import Language

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
        rarity: share of the emotions' own frequencies that is taken back, so that rare ones are named often enough;
            from 0.35 to 0.6 texts held out score alike.
        chat_weight: how much one of our own chat lines counts beside a row of a corpus, for there are few.
    """

    language: Language
    strength: float
    ratio_power: float
    word_scale: float
    rarest: tuple[int, int]
    keep: tuple[int, int]
    rarity: float
    chat_weight: float


ENGLISH = Recipe(
    "en", 0.5, ratio_power=1.0, word_scale=1.0, rarest=(3, 2), keep=(90_000, 35_000), rarity=0.5, chat_weight=5.0
)
CHINESE = Recipe(
    "zh", 3.0, ratio_power=0.0, word_scale=0.3, rarest=(2, 2), keep=(150_000, 8_000), rarity=0.5, chat_weight=3.0
)
