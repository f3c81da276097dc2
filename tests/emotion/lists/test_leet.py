"""Leetspeak is read as words; names of things with digits stay."""

import pytest

from engine.emotion.lists.leet import unleet


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tr4sh t34m", "trash team"),
        ("w00t!!", "woot!!"),
        ("us3less n00b", "useless noob"),
        ("l0ve th1s", "love this"),
    ],
)
def test_digits_inside_words_are_letters(written, meant):
    assert unleet(written) == meant


@pytest.mark.parametrize("text", ["mp3", "1v1 me", "ps5", "4k at 60fps", "gg2", "B2B", "x2", "666", "level 30", ""])
def test_other_digits_stay(text):
    assert unleet(text) == text
