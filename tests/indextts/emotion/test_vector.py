import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.emotion.vector import BIAS, EMOTIONS, LARGEST_SUM, bias_and_cap, scale, validate
from indextts.errors import OptionError

VECTORS = st.lists(st.floats(0, 1.5), min_size=8, max_size=8)


def test_the_eight_emotions_keep_their_order():
    expected = ["happy", "angry", "sad", "afraid", "disgusted", "melancholic", "surprised", "calm"]
    assert list(EMOTIONS) == expected


@pytest.mark.parametrize(
    "vector",
    [[0.1] * 7, [0.1] * 9, [], [math.nan] + [0] * 7, [0] * 7 + [math.inf], [-0.1] + [0] * 7, ["x"] * 8, [None] * 8, 3],
)
def test_a_wrong_vector_is_refused_with_the_order_to_give(vector):
    with pytest.raises(OptionError, match="happy, angry, sad"):
        validate(vector)


def test_the_error_names_the_emotion():
    with pytest.raises(OptionError, match="weight of afraid is -1"):
        validate([0, 0, 0, -1, 0, 0, 0, 0])


@given(VECTORS)
def test_a_tamed_vector_never_sums_over_the_limit_and_keeps_its_proportions(vector):
    tamed = bias_and_cap(vector)
    biased = [weight * share for weight, share in zip(vector, BIAS, strict=True)]
    assert sum(tamed) <= LARGEST_SUM + 1e-9
    ratio = sum(tamed) / sum(biased) if sum(biased) > 1e-300 else 1.0
    assert tamed == pytest.approx([weight * ratio for weight in biased])


def test_a_small_vector_is_only_biased():
    assert bias_and_cap([0.4, 0, 0, 0, 0, 0, 0, 0.2]) == pytest.approx((0.375, 0, 0, 0, 0, 0, 0, 0.1125))
    assert bias_and_cap([0.4] + [0] * 7, bias=False) == (0.4, 0, 0, 0, 0, 0, 0, 0)


@given(VECTORS, st.floats(-3, 3))
def test_scaling_cuts_to_four_decimals_below_one(vector, alpha):
    factor = min(max(alpha, 0), 1)
    for before, after in zip(vector, scale(vector, alpha), strict=True):
        if factor == 1:
            assert after == before
        else:
            assert 0 <= before * factor - after < 1e-4 + 1e-12
            assert after * 10_000 == pytest.approx(round(after * 10_000), abs=1e-6)


def test_a_strength_that_is_no_number_is_refused():
    with pytest.raises(OptionError):
        scale([0.1] * 8, math.nan)
