import logging
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UnspeakableError, VoiceError
from engine.values import EMOTIONS, EmotionVector, Line
from engine.voices.hibari import HibariVoice
from engine.voices.timbre import TIMBRES, timbre
from tests.voices.synthetic import SyntheticModel


def voice(name: str = "heart", model: SyntheticModel | None = None) -> HibariVoice:
    return HibariVoice(name, timbre(name), model or SyntheticModel())  # type: ignore[arg-type]  # a stand-in


def spoken(line: Line, by: HibariVoice | None = None) -> np.ndarray:
    return np.concatenate(list((by or voice()).speak(line)))


emotions = st.dictionaries(st.sampled_from(EMOTIONS), st.floats(0, 1), max_size=3).map(EmotionVector.of)


@settings(max_examples=25, deadline=None)
@given(pace=st.floats(0.5, 2.0), emotion=emotions, name=st.sampled_from(sorted(TIMBRES)))
def test_a_paced_line_is_exact_to_the_sample(pace, emotion, name):
    line = Line(0, 0, "one two three. four five", emotion, pace=pace)
    who = voice(name)
    natural = round(who.natural_seconds(line) * 24000)
    samples = spoken(line, who)
    assert len(samples) == round(natural * pace)
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() < 1.0


@settings(max_examples=25, deadline=None)
@given(seconds=st.floats(0.3, 6.0), emotion=emotions)
def test_a_duration_is_exact_to_the_sample_or_refused_with_the_shortest(seconds, emotion):
    line = Line(0, 0, "one two three. four five", emotion, duration=seconds)
    who = voice()
    if seconds < 0.5 * who.natural_seconds(line):
        with pytest.raises(VoiceError, match="Allow at least"):
            who.speak(line)
    else:
        assert len(spoken(line, who)) == round(seconds * 24000)


def test_what_is_longer_than_twice_natural_ends_in_silence():
    who = voice()
    natural = who.natural_seconds(Line(0, 0, "one two"))
    samples = spoken(Line(0, 0, "one two", duration=4 * natural), who)
    spoken_part = round(2 * natural * 24000)
    assert np.abs(samples[spoken_part - 4800 : spoken_part]).max() > 0.01
    assert not samples[spoken_part:].any()


@pytest.mark.parametrize("pace", [0.49, 2.01, -1.0, float("nan")])
def test_a_pace_out_of_range_is_refused_at_once(pace):
    with pytest.raises(VoiceError, match="out of range"):
        voice().speak(Line(0, 0, "hello", pace=pace))


@pytest.mark.parametrize("duration", [0.0, -1.0, float("nan"), float("inf"), 1e9])
def test_an_impossible_duration_is_refused_at_once(duration):
    with pytest.raises(VoiceError, match="cannot be spoken"):
        voice().speak(Line(0, 0, "hello", duration=duration))


def test_a_rushed_line_is_warned_about_once(caplog):
    with caplog.at_level(logging.WARNING, "streamvoice.voice"):
        spoken(Line(0, 0, "one two. three", pace=0.6))
        spoken(Line(0, 0, "one two. three", pace=0.8))
    assert len(caplog.records) == 1
    assert "0.60" in caplog.text


def test_the_same_line_gives_the_same_samples():
    line = Line(0, 0, "one two three", EmotionVector(afraid=1.0))
    assert np.array_equal(spoken(line), spoken(line))


def test_text_without_phonemes_is_unspeakable():
    with pytest.raises(UnspeakableError):
        list(voice().speak(Line(0, 0, "...")))
    with pytest.raises(UnspeakableError):
        voice().natural_seconds(Line(0, 0, ""))


def test_the_first_block_is_short_and_comes_before_later_phrases_are_looked_at():
    model = SyntheticModel()
    first = next(iter(voice(model=model).speak(Line(0, 0, "one two three four. five six seven"))))
    assert len(first) <= 0.3 * 24000
    assert {phrase for phrase, _ in model.runs} == {"one two three four."}


def test_a_slow_line_lets_the_network_slow_down_and_a_fast_one_does_not():
    model = SyntheticModel()
    spoken(Line(0, 0, "one two", pace=1.5), voice(model=model))
    assert max(slowness for _, slowness in model.runs) == 1.5
    model.runs.clear()
    spoken(Line(0, 0, "one two", pace=0.7), voice(model=model))
    assert {slowness for _, slowness in model.runs} == {1.0}


def test_sad_lines_are_longer_and_angry_ones_shorter():
    who = voice()
    neutral, sad, angry = (
        who.natural_seconds(Line(0, 0, "one two three four", emotion))
        for emotion in (EmotionVector(), EmotionVector(sad=1.0), EmotionVector(angry=1.0))
    )
    assert angry < neutral < sad


@settings(max_examples=25, deadline=None)
@given(pace=st.floats(0.5, 2.0), emotion=emotions)
def test_the_marks_of_a_line_are_its_words_in_order_inside_it(pace, emotion):
    blocks = voice().speak(Line(0, 0, "one two three. four five", emotion, pace=pace))
    seconds = sum(map(len, blocks)) / 24000
    marks = blocks.marks
    assert [mark.word for mark in marks] == ["one", "two", "three", "four", "five"]
    edges = [edge for mark in marks for edge in mark[1:]]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= seconds + 1e-6
    assert marks[3].at_s > marks[2].until_s + 0.1 * pace  # the rest after the sentence lies between them


def test_a_word_is_marked_before_the_block_that_begins_it():
    blocks = voice().speak(Line(0, 0, "one two three four. five six seven"))
    made, known_at = 0, []
    for block in blocks:
        known_at += [made / 24000] * (len(blocks.marks) - len(known_at))
        made += len(block)
    assert len(known_at) == len(blocks.marks) == 7
    assert all(known <= mark.at_s + 1e-6 for known, mark in zip(known_at, blocks.marks, strict=True))
    assert known_at[4] > known_at[0]


def test_a_network_that_tells_no_durations_still_speaks():
    class Silent(SyntheticModel):
        def tracks(self, phonemes, slowness=1.0):
            return replace(super().tracks(phonemes, slowness), begins=np.zeros(0))

    blocks = voice(model=Silent()).speak(Line(0, 0, "one two"))
    assert sum(map(len, blocks))
    assert blocks.marks == []
