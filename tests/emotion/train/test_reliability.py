"""The reliability table on strengths that are honest, and on some that are not."""

import numpy as np
import pytest

from engine.emotion.train.reliability import expected_error, reliability


def pairs(seed, skew=1.0):
    rng = np.random.default_rng(seed)
    strengths = rng.random((20_000, 8))
    return strengths, rng.random((20_000, 8)) < strengths**skew


def test_honest_strengths_are_on_the_diagonal():
    bins = reliability(*pairs(1))
    assert [one.low for one in bins] == pytest.approx([n / 10 for n in range(10)])
    assert all(one.share == pytest.approx(one.mean, abs=0.02) for one in bins)
    assert sum(one.texts for one in bins) == 160_000
    assert expected_error(bins) < 0.01


def test_boastful_strengths_are_found_out():
    bins = reliability(*pairs(2, skew=3.0))
    assert all(one.share < one.mean for one in bins[2:9])
    assert expected_error(bins) > 0.2


def test_full_strength_counts_in_the_last_bin_and_empty_bins_in_none():
    bins = reliability(np.ones((3, 8)), np.ones((3, 8), bool))
    assert [one.texts for one in bins] == [0] * 9 + [24]
    assert expected_error(bins) == 0.0
