"""From one language's texts to its expert: fitted on all, tuned on what models say of texts they never saw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.emotion.embedded.weights import Expert
from engine.emotion.train.design import Examples
from engine.emotion.train.fit import Fitted, fitted
from engine.emotion.train.recipe import Recipe
from engine.emotion.train.tune import best_sharpness, rarity_bias

FOLDS = 3


def train(examples: Examples, recipe: Recipe, seed: int, say: Callable[[str], None]) -> Expert:
    """The expert.

    Args:
        examples: the language's texts.
        recipe: how it is trained.
        seed: of the folds.
        say: told what is being done.
    """
    logits = _held_out(examples, recipe, seed, say)
    bias = rarity_bias(examples.wanted, recipe.rarity)
    sharpness = best_sharpness(logits + bias, examples.wanted)
    say(f"{recipe.language}: all texts")
    return Expert(*fitted(examples, recipe), bias.astype(np.float32), sharpness)


def _held_out(examples: Examples, recipe: Recipe, seed: int, say: Callable[[str], None]) -> NDArray[np.float64]:
    """What models that never saw a text say of it, [n, 8]."""
    order = np.random.default_rng(seed).permutation(len(examples.rows))
    logits = np.zeros(examples.wanted.shape)
    for number, held in enumerate(np.array_split(order, FOLDS), 1):
        say(f"{recipe.language}: fold {number} of {FOLDS}")
        rest = np.setdiff1d(order, held)
        logits[held] = _score(examples.part(held), fitted(examples.part(rest), recipe))
    return logits


def _score(examples: Examples, model: Fitted) -> NDArray[np.float64]:
    """[n, 8] by the very code that reads live texts."""
    expert = Expert(*model, bias=np.zeros(8, np.float32), sharpness=1.0)
    scores = (expert.logits(expert.vocabulary.look_up(row.hashes), row.dense) for row in examples.rows)
    return np.stack(list(scores)).astype(float)
