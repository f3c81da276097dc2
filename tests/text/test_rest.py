"""What is left of a half-spoken text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text.rest import rest_of


@pytest.mark.parametrize(
    ("text", "share", "rest"),
    [
        ("one two three four", 0.0, "one two three four"),
        ("one two three four", 0.5, "three four"),
        ("one two three four", 1.0, "four"),
        ("one two three four", 5.0, "four"),
        ("Wait, it's 3.50 now!", 0.45, "it's 3.50 now!"),
        ("今天天气很好。", 0.5, "气很好。"),
        ("我们玩 Minecraft 吧", 0.5, "Minecraft 吧"),
        ("word", 0.7, "word"),
        ("...", 0.5, "..."),
        ("", 0.5, ""),
    ],
)
def test_the_word_that_was_being_said_is_said_again(text, share, rest):
    assert rest_of(text, share) == rest


@given(text=st.text(max_size=200), share=st.floats(-1, 3))
def test_the_rest_is_the_end_of_the_text_and_holds_its_last_word(text, share):
    rest = rest_of(text, share)
    assert text.strip().endswith(rest.strip())
    if any(char.isalnum() for char in text):
        assert any(char.isalnum() for char in rest)


@pytest.mark.parametrize(
    ("text", "share", "rest"),
    [
        ("我们有12000人", 0.6, "12000人"),
        ("今天9点30分开会", 0.5, "30分开会"),
        ("안녕하세요 반갑습니다", 0.6, "반갑습니다"),
    ],
)
def test_numbers_and_korean_words_stay_whole(text, share, rest):
    assert rest_of(text, share) == rest
