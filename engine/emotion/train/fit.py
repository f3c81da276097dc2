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
from engine.emotion.embedded.weights import Block, Floats
from engine.emotion.train.design import Examples, matrix, vocabularies
from engine.emotion.train.recipe import DENSE_SCALE, Recipe
from engine.values import EMOTIONS

_STEPS, _TOLERANCE = 100, 2e-4
_LOWEST = -9.0
"""Intercept of an emotion that no text carries."""

Doubles = NDArray[np.float64]
Fitted = tuple[Block, Block, Floats]
"""Characters, words, and the dense part with the intercept in its last row, the constant's."""


def fitted(examples: Examples, recipe: Recipe) -> Fitted:
    """Fit on all n-grams, keep the strongest, fit again, round."""
    chars, words = vocabularies(examples.rows, recipe.rarest)
    weights = _weights(examples, chars, words, recipe)
    chars = _strongest(chars, weights[: len(chars.hashes)], recipe.keep[0])
    words = _strongest(words, weights[-WIDTH - len(words.hashes) : -WIDTH], recipe.keep[1])
    weights = _weights(examples, chars, words, recipe)
    parts = np.split(weights, [len(chars.hashes), len(weights) - WIDTH])
    return _rounded(chars, parts[0]), _rounded(words, parts[1]), parts[2].astype(np.float32)


def _weights(examples: Examples, chars: Block, words: Block, recipe: Recipe) -> Doubles:
    """[columns, 8]. A text with several emotions counts once for each, by its share."""
    rows = matrix(examples.rows, chars, words)
    scale = _column_scale(rows, examples.wanted, len(chars.hashes), recipe)
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


def _column_scale(rows: csr_matrix, wanted: NDArray[np.bool_], chars: int, recipe: Recipe) -> Doubles:
    """How much each column may say: n-grams by their log-count ratio, words and the dense part by the recipe."""
    counts = (rows[:, :-WIDTH] > 0).T.astype(np.float64) @ (wanted / wanted.sum(1, keepdims=True)) + 1.0
    ratios = np.log(counts / counts.sum(0))
    telling = np.abs(ratios - ratios.mean(1, keepdims=True)).max(1) ** recipe.ratio_power
    telling /= np.sqrt(np.square(telling).mean())
    telling[chars:] *= recipe.word_scale
    return np.concatenate([telling, np.full(WIDTH, DENSE_SCALE)])


def _strongest(block: Block, weights: Doubles, keep: int) -> Block:
    """The ``keep`` entries with the greatest spread of weights."""
    spread = np.abs(weights - weights.mean(1, keepdims=True)).max(1)
    kept = np.sort(np.argsort(-spread)[:keep])
    return Block(block.hashes[kept], block.idf[kept], block.weights[kept], block.scale)


def _rounded(block: Block, weights: Doubles) -> Block:
    """The block with ``weights`` [n, 8] in eight bits, a scale for each emotion."""
    scale = np.maximum(np.abs(weights).max(0), 1e-6) / 127
    return replace(block, weights=np.rint(weights / scale).astype(np.int8), scale=scale.astype(np.float32))
