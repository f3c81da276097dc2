"""The fit: multinomial logistic regression by scikit-learn on weighed columns, then pruning and rounding to 8 bits."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from engine.emotion.embedded.evidence import WIDTH
from engine.emotion.embedded.weights import Floats, Vocabulary
from engine.emotion.train.design import Examples, matrix, vocabulary
from engine.emotion.train.recipe import DENSE_SCALE, Recipe
from engine.values import EMOTIONS

_STEPS, _TOLERANCE = 100, 2e-4
_LOWEST = -9.0
"""Intercept of an emotion that no text carries."""

Doubles = NDArray[np.float64]
Fitted = tuple[Vocabulary, Floats]
"""The n-grams, and the dense part with the intercept in its last row, the constant's."""


def fitted(examples: Examples, recipe: Recipe) -> Fitted:
    """Fit on all n-grams, keep the strongest, fit again, round."""
    words = vocabulary(examples.rows, recipe.rarest)
    words = _strongest(words, _weights(examples, words, recipe)[:-WIDTH], recipe.keep)
    weights = _weights(examples, words, recipe)
    return _rounded(words, weights[:-WIDTH]), weights[-WIDTH:].astype(np.float32)


def _weights(examples: Examples, words: Vocabulary, recipe: Recipe) -> Doubles:
    """[columns, 8]. A text with several emotions counts once for each, by its share."""
    rows = matrix(examples.rows, words)
    scale = _column_scale(rows, examples.wanted, words, recipe)
    row, emotion = np.nonzero(examples.wanted)
    model = LogisticRegression(C=recipe.strength, max_iter=_STEPS, tol=_TOLERANCE)
    with warnings.catch_warnings():
        # A hundred steps are enough: more change the scores on texts held out by less than they vary.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit((rows @ diags(scale))[row], emotion, (examples.weight / examples.wanted.sum(1))[row])
    weights = np.zeros((rows.shape[1], len(EMOTIONS)))
    weights[-1] = _LOWEST
    weights[:, model.classes_] = model.coef_.T * scale[:, None]
    weights[-1, model.classes_] += model.intercept_
    return weights


def _column_scale(rows: csr_matrix, wanted: NDArray[np.bool_], words: Vocabulary, recipe: Recipe) -> Doubles:
    """How much each column may say: n-grams by their log-count ratio, words and the dense part by the recipe."""
    counts = (rows[:, :-WIDTH] > 0).T.astype(np.float64) @ (wanted / wanted.sum(1, keepdims=True)) + 1.0
    ratios = np.log(counts / counts.sum(0))
    telling = np.abs(ratios - ratios.mean(1, keepdims=True)).max(1) ** recipe.ratio_power
    telling /= np.sqrt(np.square(telling).mean())
    telling *= np.where(words.kind == 1, recipe.word_scale, 1.0)
    return np.concatenate([telling, np.full(WIDTH, DENSE_SCALE)])


def _strongest(words: Vocabulary, weights: Doubles, keep: tuple[int, int]) -> Vocabulary:
    """Of each kind as many as ``keep`` says: those with the greatest spread of weights."""
    spread = np.abs(weights - weights.mean(1, keepdims=True)).max(1)
    ranked = [
        order[words.kind[order] == kind][:most] for kind, most in enumerate(keep) for order in [np.argsort(-spread)]
    ]
    kept = np.sort(np.concatenate(ranked))
    return replace(
        words, hashes=words.hashes[kept], kind=words.kind[kept], idf=words.idf[kept], weights=words.weights[kept]
    )


def _rounded(words: Vocabulary, weights: Doubles) -> Vocabulary:
    """The vocabulary with ``weights`` [n, 8] in eight bits, a scale for each kind and emotion."""
    greatest = [np.abs(weights[words.kind == kind]).max(0, initial=1e-6) for kind in range(2)]
    scale = np.stack(greatest) / 127
    eight_bits = np.rint(weights / scale[words.kind]).astype(np.int8)
    return replace(words, weights=eight_bits, scale=scale.astype(np.float32))
