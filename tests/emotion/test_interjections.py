"""Words of reaction: optional, strong feelings only, rare."""

import pytest

from engine.emotion.feel import Felt
from engine.emotion.interjections import CHINESE, ENGLISH, Interjections
from engine.emotion.mood_settings import MoodSettings
from engine.values import EMOTIONS, EmotionVector
from tests.emotion.clock import Clock


def felt(vector=None, **text):
    text = EmotionVector.of(text)
    return Felt(vector or text, text, EmotionVector())


def words(clock=None, **settings):
    return Interjections(MoodSettings(**{"interjections": True, **settings}), clock or Clock())


@pytest.mark.parametrize("emotion", [name for name in EMOTIONS if name != "calm"])
def test_every_strong_feeling_has_words(emotion):
    strong = felt(**{emotion: 0.9})
    assert words().before("that is it", strong) in ENGLISH[emotion]
    assert words().before("这是真的吗", strong) in CHINESE[emotion]


@pytest.mark.parametrize("line", ["本当にすごい", "マジ最高", "すごい", "ﾏｼﾞ最高"])
def test_a_japanese_line_gets_no_word_of_another_language(line):
    assert words().before(line, felt(happy=0.9)) == ""
    assert words().before("最高", felt(happy=0.9)) in CHINESE["happy"]


def test_what_cannot_be_said_costs_no_gap_and_the_next_word_is_tried():
    choose = words(interjection_gap_s=30)
    assert choose.before("x", felt(surprised=0.9), lambda word: False) == ""
    assert choose.before("x", felt(surprised=0.9), lambda word: word != "Wow!") == "Whoa!"
    assert choose.before("x", felt(surprised=0.9)) == ""


def test_none_for_weak_feelings_or_calm_or_when_off():
    assert words().before("x", felt(happy=0.3)) == ""
    assert words().before("x", felt(calm=0.9)) == ""
    assert words(interjections=False).before("x", felt(happy=0.9)) == ""


def test_they_are_kept_apart_and_change():
    clock = Clock()
    choose = words(clock, interjection_gap_s=30)
    said = []
    for _ in range(7):
        said.append(choose.before("x", felt(surprised=0.9)))
        clock.now += 10
    assert said == ["Wow!", "", "", "Whoa!", "", "", "Wow!"]


def test_a_chatters_anger_gets_no_ugh_from_somebody_who_stays_calm():
    assert words().before("x", felt(EmotionVector(calm=0.5), angry=0.9)) == ""
    assert words().before("x", felt(EmotionVector(calm=0.5), sad=0.9)) == "Aww."
