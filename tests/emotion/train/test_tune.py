"""Bias and sharpness recover what was put in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")

from engine.emotion.train.tune import Goal, best_bias, best_sharpness


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


def test_a_rare_emotion_is_raised_and_one_never_carried_is_never_named():
    rng = np.random.default_rng(2)
    wanted = np.zeros((4000, 8), bool)
    rare = rng.random(4000) < 0.06
    wanted[rare, 4], wanted[~rare, 0] = True, True
    scores = rng.normal(0, 1, (4000, 8)) + 1.2 * wanted + np.log([0.94, 1, 1, 1, 0.06, 1, 1, 1])
    bias = best_bias(scores, wanted, [Goal(np.ones(4000, bool), f1=1.0, accuracy=0.0)])
    assert bias[4] > bias[0] + 0.3
    assert set((scores + bias).argmax(1)) == {0, 4}


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_a_goal_of_accuracy_alone_does_not_lower_it(seed):
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 1, (300, 8))
    wanted = drawn(2 * scores, rng)
    goal = Goal(np.ones(300, bool), f1=0.0, accuracy=1.0)

    def accuracy(bias):
        named = np.where(wanted.any(0), scores + bias, -np.inf).argmax(1)
        return wanted[np.arange(300), named].mean()

    assert accuracy(best_bias(scores, wanted, [goal])) >= accuracy(np.zeros(8))
