"""The mood: bounded, never jumping, fading by half in its half-life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.emotion.mood import Mood, MoodSettings
from engine.values import EmotionVector

LEVEL = st.integers(0, 100).map(lambda n: n / 100)
VECTOR = st.tuples(*[LEVEL] * 8).map(lambda values: EmotionVector(*values))
SETTINGS = st.builds(
    MoodSettings,
    half_life_s=st.floats(0.5, 600),
    text_weight=LEVEL,
    mood_rate=LEVEL,
    cap=st.floats(0.05, 1),
    max_step=st.floats(0.05, 1),
    baseline=st.dictionaries(st.sampled_from(["happy", "calm", "sad"]), LEVEL, max_size=2),
)
STEPS = st.lists(st.tuples(st.floats(0, 120), VECTOR), min_size=1, max_size=15)
HAPPY = EmotionVector(happy=1.0)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_mood_halves_in_its_half_life():
    clock = Clock()
    mood = Mood(MoodSettings(half_life_s=10, mood_rate=0.8), clock)
    mood.feel(HAPPY)
    for expected in (0.8, 0.4, 0.2, 0.1):
        assert mood.current().happy == pytest.approx(expected)
        clock.now += 10


def test_it_fades_to_the_personas_baseline():
    clock = Clock()
    mood = Mood(MoodSettings(half_life_s=1, baseline={"calm": 0.4}), clock)
    mood.feel(HAPPY)
    clock.now += 60
    assert tuple(mood.current()) == pytest.approx(tuple(EmotionVector(calm=0.4)))


def test_looking_at_the_mood_does_not_change_it():
    clock = Clock()
    mood = Mood(MoodSettings(half_life_s=10, mood_rate=0.8), clock)
    mood.feel(HAPPY)
    clock.now += 5
    mood.current()
    clock.now += 5
    assert mood.current().happy == pytest.approx(0.4)


@given(SETTINGS, STEPS)
def test_the_voice_stays_under_the_cap_and_never_jumps(settings, steps):
    mood = Mood(settings, Clock())
    voice, now = mood.current(100.0), 100.0
    for wait, text in steps:
        now += wait
        left = 0.5 ** (wait / settings.half_life_s)
        base = EmotionVector.of(settings.baseline)
        faded = [b + (v - b) * left for v, b in zip(voice, base, strict=True)]
        voice = mood.feel(text, now)
        assert all(abs(new - old) <= settings.max_step + 1e-9 for new, old in zip(voice, faded, strict=True))
        assert all(new <= max(settings.cap, old) + 1e-9 for new, old in zip(voice, faded, strict=True))


@given(SETTINGS, VECTOR, st.floats(0, 300), st.floats(0, 300))
def test_fading_in_two_waits_is_fading_in_one(settings, text, first, second):
    split, whole = Mood(settings, Clock()), Mood(settings, Clock())
    for mood in (split, whole):
        mood.feel(text, 100.0)
    split.follow(split.current(100.0 + first), 100.0 + first)
    assert tuple(split.current(100.0 + first + second)) == pytest.approx(
        tuple(whole.current(100.0 + first + second)), abs=1e-9
    )


@given(SETTINGS, VECTOR)
def test_the_same_sentence_again_and_again_is_approached_and_kept(settings, text):
    mood = Mood(settings, Clock())
    for _ in range(400):
        voice = mood.feel(text, 100.0)
    reached = settings.text_weight > 0.05 or settings.mood_rate > 0.05
    for new, wanted in zip(voice, text, strict=True):
        assert new <= max(settings.cap, *settings.baseline.values(), 0) + 1e-9
        if settings.mood_rate > 0.05 and reached:
            assert new == pytest.approx(min(wanted, settings.cap), abs=0.02)


def test_a_clock_that_steps_back_does_no_harm():
    mood = Mood(MoodSettings(), Clock())
    mood.feel(HAPPY, 200.0)
    assert mood.feel(HAPPY, 100.0).happy <= 0.9


@pytest.mark.parametrize("baseline", [{"hapy": 0.1}, {"happy": 2.0}])
def test_a_wrong_baseline_is_refused(baseline):
    with pytest.raises(ValidationError):
        MoodSettings(baseline=baseline)
