import math
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import EMOTIONS, EmotionVector
from engine.voices.pauses import pause_after
from engine.voices.prosody import NEUTRAL, RULES, Prosody, prosody

vectors = st.lists(st.floats(0, 1), min_size=8, max_size=8).map(lambda found: EmotionVector(*found))
one = st.sampled_from(EMOTIONS)


def test_the_zero_vector_changes_nothing():
    assert prosody(EmotionVector()) is NEUTRAL
    assert Prosody() == NEUTRAL


@given(one)
def test_full_strength_is_the_rule_and_half_is_between(name):
    full, half = (prosody(EmotionVector.of({name: strength})) for strength in (1.0, 0.5))
    assert astuple(full) == pytest.approx(astuple(RULES[name]))
    for neutral, between, rule in zip(astuple(NEUTRAL), astuple(half), astuple(RULES[name]), strict=True):
        assert min(neutral, rule) - 1e-9 <= between <= max(neutral, rule) + 1e-9


@given(vectors, one)
def test_a_small_change_of_feeling_is_a_small_change_of_voice(vector, name):
    values = dict(vector.items())
    nudged = EmotionVector.of({**values, name: min(1.0, values[name] + 1e-4)})
    for before, after in zip(astuple(prosody(vector)), astuple(prosody(nudged)), strict=True):
        assert math.isclose(before, after, abs_tol=5e-3)


@given(vectors)
def test_a_blend_is_never_stronger_than_the_strongest_rule(vector):
    for index, value in enumerate(astuple(prosody(vector))):
        every = [astuple(rule)[index] for rule in (NEUTRAL, *RULES.values())]
        assert min(every) - 1e-9 <= value <= max(every) + 1e-9


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("well,", 0.15),
        ("well, ", 0.15),
        ("Done.", 0.35),
        ('"Done!"', 0.35),
        ("really?!", 0.35),
        ("hm...", 0.45),
        ("hm…", 0.45),
        ("你好。", 0.35),
        ("你好，", 0.15),
        ("wait —", 0.2),
        ("and then", 0.08),
        ("", 0.08),
        ("\ud800", 0.08),
    ],
)
def test_the_pause_follows_the_punctuation(text, seconds):
    assert pause_after(text, EmotionVector()) == pytest.approx(seconds)


def test_sadness_rests_longer_and_anger_shorter():
    rests = [pause_after("Oh.", EmotionVector.of(each)) for each in ({"angry": 1.0}, {}, {"sad": 1.0})]
    assert rests == sorted(rests)
    assert len(set(rests)) == 3
