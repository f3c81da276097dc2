"""From sentence to sentence: no flutter, no lurch, and a snap where the profile wants one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.emotion.delivery import Delivery
from engine.emotion.mood_settings import MoodSettings
from engine.values import EMOTIONS
from tests.emotion.clock import Clock
from tests.emotion.test_mood import SETTINGS, VECTOR

FEELINGS = [name for name in EMOTIONS if name != "calm"]


def levels(**strengths):
    return tuple(strengths.get(name, 0.0) for name in EMOTIONS)


def sentences_until(delivery, wanted, limit=20):
    for count in range(1, limit):
        spoken = delivery.towards(wanted)
        if max(abs(a - b) for a, b in zip(spoken, wanted, strict=True)) < 0.11:
            return count
    raise AssertionError(spoken)


@given(st.sampled_from(FEELINGS), st.sampled_from(FEELINGS), st.floats(0.6, 0.9), st.floats(0.6, 0.9))
def test_a_swing_between_two_strong_feelings_takes_two_sentences_or_more(first, second, one, other):
    if first == second:
        return
    for snap in (False, True):
        delivery = Delivery(MoodSettings(snap=snap), Clock())
        for _ in range(4):
            delivery.towards(levels(**{first: one}))
        count = sentences_until(delivery, levels(**{second: other}))
        assert (count == 1) if snap else 2 <= count <= 3


def test_the_first_sentence_after_a_swing_lies_between():
    delivery = Delivery(MoodSettings(), Clock())
    for _ in range(3):
        delivery.towards(levels(sad=0.7))
    first, second = delivery.towards(levels(happy=0.7)), delivery.towards(levels(happy=0.7))
    assert first[0] == pytest.approx(0.4)
    assert first[2] == pytest.approx(0.3)
    assert second[0] == pytest.approx(0.7)
    assert second[2] == pytest.approx(0.0)


def test_a_strong_feeling_out_of_a_plain_voice_is_heard_at_once():
    delivery = Delivery(MoodSettings(), Clock())
    delivery.towards(levels(calm=0.5))
    assert delivery.towards(levels(happy=0.8))[0] >= 0.75
    assert delivery.towards(levels(happy=0.9))[0] >= 0.85


@given(SETTINGS, st.lists(st.tuples(st.floats(0, 120), VECTOR), min_size=1, max_size=12))
def test_it_never_lurches_and_stays_within_bounds(settings, steps):
    clock = Clock()
    delivery = Delivery(settings, clock)
    before = tuple(settings.baseline.get(name, 0.0) for name in EMOTIONS)
    fade = delivery._fade
    for wait, wanted in steps:
        clock.now += wait
        faded = fade.after(before, wait)
        spoken = delivery.towards(tuple(wanted))
        for old, new in zip(faded, spoken, strict=True):
            assert 0.0 <= new <= max(settings.cap, old) + 1e-9
            assert old - new <= settings.max_step + 1e-9
        strong = [place for place, name in enumerate(EMOTIONS) if name != "calm" and faded[place] >= 0.4]
        for place, (old, new) in enumerate(zip(faded, spoken, strict=True)):
            if any(other != place for other in strong):
                assert new - old <= settings.max_step + 1e-9
        before = spoken


@given(SETTINGS, VECTOR, VECTOR)
def test_a_small_change_of_what_is_wanted_is_a_small_change_of_the_voice(settings, first, wanted):
    near = tuple(min(1.0, level + 1e-6) for level in wanted)
    spoken = []
    for aim in (tuple(wanted), near):
        delivery = Delivery(settings, Clock())
        delivery.towards(tuple(first))
        spoken.append(delivery.towards(aim))
    assert spoken[0] == pytest.approx(spoken[1], abs=1e-5)


@given(st.integers(0, 10_000))
def test_two_feelings_that_change_places_by_a_hair_do_not_make_it_flutter(seed):
    chance = random.Random(seed)
    delivery = Delivery(MoodSettings(), Clock())
    tops = []
    for _ in range(30):
        one, other = (0.5 + chance.uniform(-0.025, 0.025) for _ in range(2))
        spoken = delivery.towards(levels(happy=one, surprised=other))
        tops.append(spoken.index(max(spoken)))
    assert len(set(tops)) == 1
    spoken = {delivery.towards(levels(happy=0.5 + sign * 0.02, surprised=0.5 - sign * 0.02)) for sign in (1, -1) * 5}
    assert len(spoken) == 1


def test_what_has_ended_is_not_held():
    delivery = Delivery(MoodSettings(), Clock())
    delivery.towards(levels(happy=0.7))
    for _ in range(3):
        spoken = delivery.towards(levels())
    assert spoken == levels()
