"""Bias and sharpness recover what was put in."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from engine.emotion.train.tune import best_sharpness, rarity_bias


def drawn(scores, rng):
    """One emotion for each row, drawn with the softmax of its scores."""
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    chosen = [rng.choice(len(row), p=row) for row in shares]
    return np.eye(scores.shape[1], dtype=bool)[chosen]


@pytest.mark.parametrize("factor", [0.6, 1.0, 1.7])
def test_sharpness_undoes_scores_that_are_too_sure_or_not_sure_enough(factor):
    rng = np.random.default_rng(1)
    honest = rng.normal(0, 2, (6000, 8))
    assert best_sharpness(honest / factor, drawn(honest, rng)) == pytest.approx(factor, abs=0.08)


def test_the_rarer_an_emotion_the_more_it_is_raised_and_one_never_carried_is_never_named():
    wanted = np.zeros((1000, 8), bool)
    wanted[:900, 0], wanted[900:990, 4], wanted[990:, 2] = True, True, True
    bias = rarity_bias(wanted, 0.5)
    assert bias[[0, 4, 2]] == pytest.approx(-0.5 * np.log([0.9, 0.09, 0.01]))
    assert (bias[[1, 3, 5, 6, 7]] < -5).all()
    assert rarity_bias(wanted, 0.0)[[0, 2, 4]] == pytest.approx([0, 0, 0])
