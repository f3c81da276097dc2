"""What leads the generator follows the length of the phrase, between what was measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.voices.kokoro.norms import PHRASES, Voicing
from engine.voices.kokoro.symbols import known

MEANS = np.array([-1.0, 1.0], np.float32)[:, None, None]
FOUND = Voicing(
    np.array([6.0, 96.0], np.float32), np.array([100.0, 500.0], np.float32), MEANS, MEANS**2, np.array([-6.0, -2.0])
)


@pytest.mark.parametrize(
    ("symbols", "mean", "level"), [(0, -1, -6), (1, -1, -6), (6, -1, -6), (96, 1, -2), (510, 1, -2)]
)
def test_a_phrase_as_long_as_a_measured_one_is_led_by_that_alone(symbols, mean, level):
    norms = FOUND.norms(symbols)
    assert norms.means.shape == norms.variances.shape == (1, 1, 1)
    assert norms.means.item() == pytest.approx(mean, abs=0.01)
    assert norms.variances.item() == pytest.approx(1.0, abs=0.02)
    assert FOUND.level_db(symbols) == pytest.approx(level, abs=0.02)


def test_between_two_the_longer_has_more_to_say_and_both_spreads_count():
    norms = FOUND.norms(24)
    share = 500 / 600
    mean = 2 * share - 1
    assert norms.means.item() == pytest.approx(mean, abs=0.05)
    assert norms.variances.item() == pytest.approx(2 - mean**2, abs=0.05)
    assert FOUND.level_db(24) == pytest.approx(-4, abs=0.1)


@given(st.integers(0, 510))
def test_variances_never_fall_below_the_least_measured(symbols):
    assert FOUND.norms(symbols).variances.item() > 0.99


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_is_measured_from_one_syllable_on_and_densely(language):
    lengths = np.array(sorted(len(known(phrase)) for phrase in PHRASES[language]))
    assert lengths[0] <= 3
    assert lengths[-1] >= 60
    assert (np.diff(np.log(lengths)) < 1.1).all()
