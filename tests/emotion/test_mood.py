"""The mood: bounded, continuous, fading by half in its half-life, back to its baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.emotion.levels import levels
from engine.emotion.mood import Mood, coloured
from engine.emotion.mood_settings import MoodSettings
from engine.values import EMOTIONS, EmotionVector
from tests.emotion.clock import Clock

LEVEL = st.integers(0, 100).map(lambda n: n / 100)
VECTOR = st.tuples(*[LEVEL] * 8).map(lambda values: EmotionVector(*values))
NAMED = st.dictionaries(st.sampled_from(EMOTIONS), LEVEL, max_size=3)
SETTINGS = st.builds(
    MoodSettings,
    half_life_s=st.floats(0.5, 600),
    half_lives_s=st.dictionaries(st.sampled_from(EMOTIONS), st.floats(0.5, 600), max_size=3),
    text_weight=LEVEL,
    mood_rate=LEVEL,
    cap=st.floats(0.05, 1),
    mood_cap=LEVEL,
    mood_caps=NAMED,
    max_step=st.floats(0.05, 1),
    steady=st.floats(0, 0.3),
    baseline=NAMED,
)
PUSHES = st.dictionaries(st.sampled_from(EMOTIONS), st.floats(-2, 2), max_size=8)
MOVES = st.lists(st.tuples(st.floats(0, 120), VECTOR, PUSHES, LEVEL), min_size=1, max_size=12)
HAPPY = EmotionVector(happy=1.0)


def fast(**settings):
    return MoodSettings(half_life_s=10, mood_rate=0.8, mood_cap=1.0, **settings)


def test_a_mood_halves_in_its_half_life():
    clock = Clock()
    mood = Mood(fast(), clock)
    mood.follow(HAPPY, 0.8)
    for expected in (0.8, 0.4, 0.2, 0.1):
        assert mood.current().happy == pytest.approx(expected)
        clock.now += 10


def test_every_emotion_has_its_own_half_life():
    clock = Clock()
    mood = Mood(fast(half_lives_s={"surprised": 5.0, "sad": 20.0}), clock)
    mood.push({"happy": 0.8, "surprised": 0.8, "sad": 0.8})
    clock.now += 20
    faded = mood.current()
    assert (faded.surprised, faded.happy, faded.sad) == pytest.approx((0.05, 0.2, 0.4))


def test_every_emotion_has_its_own_cap():
    mood = Mood(MoodSettings(mood_cap=0.7, mood_caps={"angry": 0.3}), Clock())
    mood.push({"happy": 2.0, "angry": 2.0})
    assert (mood.current().happy, mood.current().angry) == (0.7, 0.3)


def test_it_fades_to_the_personas_baseline():
    clock = Clock()
    mood = Mood(MoodSettings(half_life_s=1, baseline={"calm": 0.4}), clock)
    mood.follow(HAPPY, 1.0)
    clock.now += 60
    assert tuple(mood.current()) == pytest.approx(tuple(EmotionVector(calm=0.4)))


@given(SETTINGS, MOVES)
def test_whatever_happens_it_stays_within_its_caps_and_comes_home(settings, moves):
    clock = Clock()
    mood = Mood(settings, clock)
    caps = levels(settings.mood_caps, settings.mood_cap)
    baseline = levels(settings.baseline)
    for wait, feeling, additions, share in moves:
        clock.now += wait
        mood.follow(feeling, share)
        mood.push(additions)
        mood.pull(feeling, share)
        for level, cap, base in zip(mood.current(), caps, baseline, strict=True):
            assert 0.0 <= level <= max(cap, base) + 1e-9
    clock.now += 60 * max(settings.half_life_s, *settings.half_lives_s.values(), 0.5)
    assert tuple(mood.current()) == pytest.approx(baseline, abs=1e-9)


@given(SETTINGS, VECTOR, st.floats(0, 300), st.floats(0, 300))
def test_fading_in_two_waits_is_fading_in_one(settings, text, first, second):
    ends = []
    for waits in ((first, second), (first + second,)):
        clock = Clock(0.0)
        mood = Mood(settings, clock)
        mood.follow(text, 1.0)
        for wait in waits:
            clock.now += wait
            mood.push({})
        ends.append(tuple(mood.current()))
    assert ends[0] == pytest.approx(ends[1], abs=1e-9)


@given(SETTINGS, VECTOR, VECTOR, st.floats(0, 100))
def test_a_small_change_of_the_text_or_of_time_is_a_small_change_of_the_mood(settings, before, text, wait):
    near = EmotionVector(*(min(1.0, level + 1e-6) for level in text))
    ends = []
    for feeling, later in ((text, wait), (near, wait), (text, wait + 1e-6)):
        clock = Clock(0.0)
        mood = Mood(settings, clock)
        mood.push(dict(before.items()))
        clock.now += later
        mood.follow(feeling, settings.mood_rate)
        ends.append(tuple(mood.current()))
    assert ends[1] == pytest.approx(ends[0], abs=1e-5)
    assert ends[2] == pytest.approx(ends[0], abs=1e-5)


@given(SETTINGS, VECTOR)
def test_the_same_sentence_again_and_again_is_approached(settings, text):
    mood = Mood(settings, Clock())
    last = mood.current()
    caps = map(max, levels(settings.mood_caps, settings.mood_cap), levels(settings.baseline))
    goals = [min(wanted, cap) for wanted, cap in zip(text, caps, strict=True)]
    for _ in range(20):
        mood.follow(text, settings.mood_rate)
        now = mood.current()
        for old, new, goal in zip(last, now, goals, strict=True):
            assert abs(new - goal) <= abs(old - goal) + 1e-9
        last = now


def test_plain_lines_do_not_wipe_a_mood_away():
    mood = Mood(MoodSettings(), Clock())
    mood.push({"happy": 0.6})
    for _ in range(3):
        mood.follow(EmotionVector(calm=0.3), 0.35)
    assert mood.current().happy > 0.5


def test_a_clock_that_steps_back_does_no_harm():
    clock = Clock(200.0)
    mood = Mood(MoodSettings(), clock)
    mood.push({"happy": 0.6})
    clock.now = 100.0
    assert mood.current().happy == 0.6


@given(VECTOR, VECTOR, LEVEL)
def test_colouring_is_bounded_and_continuous(text, mood, weight):
    mixture = coloured(text, mood, weight)
    assert all(0.0 <= level <= 1.0 for level in mixture)
    near = EmotionVector(*(min(1.0, level + 1e-6) for level in text))
    far = EmotionVector(*(max(0.0, level - 1e-6) for level in mood))
    assert coloured(near, far, weight) == pytest.approx(mixture, abs=1e-5)


@given(VECTOR, LEVEL)
def test_without_a_mood_the_text_alone_is_heard(text, weight):
    assert coloured(text, EmotionVector(), weight) == pytest.approx([weight * level for level in text])


def test_a_plain_line_in_high_spirits_is_spoken_in_high_spirits():
    spoken = EmotionVector(*coloured(EmotionVector(calm=0.9), EmotionVector(happy=0.6), 0.75))
    assert spoken.happy == pytest.approx(0.6)
    assert spoken.calm < 0.3


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseline": {"hapy": 0.1}},
        {"baseline": {"happy": 2.0}},
        {"mood_caps": {"happy": -1.0}},
        {"half_lives_s": {"happy": 0.0}},
        {"half_lives_s": {"joy": 3.0}},
        {"matrix": {"rage": {"calm": 0.5}}},
        {"matrix": {"angry": {"calm": 1.5}}},
    ],
)
def test_a_wrong_setting_is_refused(wrong):
    with pytest.raises(ValidationError):
        MoodSettings(**wrong)
