"""Clauses cut at their words, for captions."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.stage.moment import Word
from engine.stage.words import word_times
from plugins.segments import Segment, segments, shown
from tests.plugins.overlay.hostile import HOSTILE


def texts(found: list[Segment]) -> list[str]:
    return [segment if isinstance(segment, str) else segment[0] for segment in found]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Hello, world!", ["Hello,", " ", "world!"]),
        ("大家好，来。", ["大", "家", "好，", "来。"]),
        ("玩《Minecraft》吧", ["玩", "《Minecraft》", "吧"]),
        ("so — yes", ["so —", " ", "yes"]),
        ("🎉 party", ["🎉 party"]),
        ("!!!", ["!!!"]),
        ("か\u3099き", ["か\u3099", "き"]),
    ],
)
def test_marks_stay_with_their_word(text: str, cut: list[str]) -> None:
    assert texts(segments(text, word_times(text, 1.0))) == cut


@given(st.text(max_size=60))
@example("".join(HOSTILE)[:4000])
def test_nothing_is_lost_or_doubled(text: str) -> None:
    found = "".join(texts(segments(text, word_times(text, 2.0))))
    assert "".join(found.split()) == "".join(shown(text).split())


@given(st.text(max_size=60), st.floats(0.1, 20))
def test_times_rise(text: str, seconds: float) -> None:
    times = [segment[1] for segment in segments(text, word_times(text, seconds)) if not isinstance(segment, str)]
    assert times == sorted(times)


def test_a_text_without_words_begins_at_once() -> None:
    assert segments("...", ()) == [("...", 0.0)]
    assert segments("", ()) == []


def test_words_are_texts_so_that_emoji_shift_nothing() -> None:
    text = "👩‍👩‍👧‍👦👍🏽 yes no"
    at = text.index("yes")
    words = (Word(at, at + 3, 0.5, 0.9), Word(at + 4, at + 6, 1.0, 1.4))
    assert segments(text, words) == [("👩‍👩‍👧‍👦👍🏽 yes", 0.5), " ", ("no", 1.0)]


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x9f", "\u202e", "\u2066", "\ufeff", "\u061c", "\ud800", "\x7f"])
def test_what_steers_is_dropped(char: str) -> None:
    assert shown(f"a{char}b") == "ab"


def test_stacks_of_marks_are_cut() -> None:
    assert shown("e" + "\u0301" * 60 + "x") == "e" + "\u0301" * 3 + "x"
    assert shown("நீங்கள் สวัสดี ţ́") == "நீங்கள் สวัสดี ţ́"
