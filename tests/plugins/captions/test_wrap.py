"""Words into lines and captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stage.words import word_times
from plugins.captions.cues import heard_tokens
from plugins.captions.silences import Silences
from plugins.wrap import Token, captions, columns, written
from tests.fakes.outputs import FakeStage

WORDS = st.lists(
    st.sampled_from(["a", "of", "game,", "wonderful", "好", "龙。", "x" * 50, "🎉", "e\u0301"]), max_size=60
)


def tokens(text: str) -> list[Token]:
    return [Token(word, float(place)) for place, word in enumerate(text.split())]


def lines(text: str, width: int = 42, most: int = 2) -> list[list[str]]:
    return [[written(line) for line in group] for group in captions(tokens(text), width, most)]


@pytest.mark.parametrize(("text", "wide"), [("abc", 3), ("大家", 4), ("e\u0301", 1), ("ＡＢ", 4), ("🎉", 2), ("", 0)])
def test_full_width_characters_count_twice(text: str, wide: int) -> None:
    assert columns(text) == wide


@given(WORDS, st.integers(16, 80), st.integers(1, 3))
def test_every_line_fits_and_no_word_is_lost(words: list[str], width: int, most: int) -> None:
    given_tokens = [Token(word, float(place)) for place, word in enumerate(words)]
    shaped = captions(given_tokens, width, most)
    flat = [token for group in shaped for line in group for token in line]
    assert "".join(token.text for token in flat) == "".join(words)
    assert [token.at for token in flat] == sorted(token.at for token in flat)
    for group in shaped:
        assert 1 <= len(group) <= most
        assert all(columns(written(line)) <= width for line in group)


def test_lines_are_even() -> None:
    assert lines("one two three four five six seven eight nine") == [
        ["one two three four five", "six seven eight nine"]
    ]


def test_no_lone_word_follows_a_full_caption() -> None:
    text = " ".join(["word"] * 17)  # 84 columns and one word more
    first, second = lines(text)
    assert min(len(" ".join(caption).split()) for caption in (first, second)) >= 6


def test_chinese_has_twenty_one_characters_a_line_and_marks_never_begin_one() -> None:
    text = "今天我们来打末影龙，希望不会死，因为上次我死了很多次，真的很多次。大家好。"
    passage = FakeStage().say(text, 0.0, 9.0)
    for group in captions(heard_tokens(passage, 24000, Silences()), 42, 2):
        for line in group:
            assert len(written(line)) <= 21
            assert written(line)[0] not in "，。"


def test_mixed_writing_keeps_its_spaces() -> None:
    text = "我们来玩 Minecraft 吧 ok"
    assert word_times(text, 1.0)
    (group,) = captions(heard_tokens(FakeStage().say(text, 0.0, 3.0), 24000, Silences()), 42, 2)
    assert [written(line) for line in group] == [text]
