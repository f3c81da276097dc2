"""A table of chat lines and the feeling a person hears in them; and what must hold for every text."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.emotion.lists.lexicon import UNSURE, LexiconModel
from engine.values import EMOTIONS, EmotionVector
from tests.text.texts import CHAT

MODEL = LexiconModel()
ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "rows.tsv").read_text(encoding="utf-8").split("\n")
    if row and not row.startswith("# what")
]


def strength(text, emotion):
    return getattr(MODEL.read(text).vector, emotion)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_row(text, expected):
    assert MODEL.read(text).vector.top[0] in expected.split("|")


@given(CHAT)
@settings(max_examples=300, deadline=None)
def test_every_text_has_a_bounded_reading_that_never_changes(text):
    reading = MODEL.read(text)
    assert isinstance(reading.vector, EmotionVector)
    assert reading.vector.top[1] > 0
    assert sum(reading.vector) <= 1.25
    assert reading == MODEL.read(text)
    strengths = [cue[2] for cue in reading.cues]
    assert strengths == sorted(strengths, reverse=True)
    assert all(emotion in EMOTIONS and 0 <= value <= 1 for _, emotion, value in reading.cues)


@pytest.mark.parametrize("text", ["", "   ", "the", "xyzzy plugh", "\ud800", "12345", "今", "."])
def test_nothing_to_go_by_is_weakly_calm(text):
    assert MODEL.read(text).vector == UNSURE
    assert MODEL.read(text).cues == ()


@pytest.mark.parametrize(
    ("more", "less", "emotion"),
    [
        ("I'm very happy", "I'm happy", "happy"),
        ("I'm happy!!!", "I'm happy", "happy"),
        ("i am happyyyyy", "i am happy", "happy"),
        ("I HATE THIS GAME", "i hate this game", "angry"),
        ("😭😭😭", "😭", "sad"),
        ("I'm scared", "I'm kinda scared", "afraid"),
        ("我非常难过", "我难过", "sad"),
        ("我难过", "我有点难过", "sad"),
        ("I'm happy", "I'm not happy", "happy"),
        ("I'm sad", "I'm not sad", "sad"),
        ("我喜欢", "我不喜欢", "happy"),
        ("楽しい", "楽しくない", "happy"),
        ("good", "not very good", "happy"),
    ],
)
def test_more_is_more(more, less, emotion):
    assert strength(more, emotion) > strength(less, emotion)


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("no, I love it", "happy"),
        ("no way, amazing", "happy"),
        ("don't stop, this is great", "happy"),
        ("not lol", "happy"),
    ],
)
def test_what_looks_like_a_negation_is_none(text, emotion):
    assert strength(text, emotion) >= 0.4


def test_cues_say_why():
    assert MODEL.read("not happy 😭").cues == (
        ("😭", "sad", 0.7),
        ("not happy", "melancholic", pytest.approx(0.48)),
        ("not happy", "disgusted", pytest.approx(0.36)),
    )


def test_only_the_first_part_of_a_huge_text_is_read():
    assert MODEL.read("the " * 250_000 + "happy").vector == UNSURE
