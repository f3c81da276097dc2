from typing import Any

import pytest

from indextts.errors import TextError
from indextts.text.limits import MAX_CHARACTERS, accepted, readable


def test_surrogates_and_nuls_are_left_out() -> None:
    assert accepted("a\ud800b\0c\udfff") == "abc"


def test_the_longest_text_is_accepted_and_one_more_is_not() -> None:
    assert accepted("a" * MAX_CHARACTERS)
    with pytest.raises(TextError, match="1,000,000 characters"):
        accepted("a" * 1_000_000)


@pytest.mark.parametrize("text", [None, 5, b"bytes", ["a"]])
def test_only_strings(text: Any) -> None:
    with pytest.raises(TextError, match=type(text).__name__):
        accepted(text)


@pytest.mark.parametrize("text", ["", "   ", "\n", "...", "😀😀", "？！", "\ud800", "—", "\u202e"])
def test_nothing_to_say(text: str) -> None:
    with pytest.raises(TextError, match="nothing to say"):
        readable(text)


@pytest.mark.parametrize("text", ["a", "好", "5", "½", "①", "é!", "مرحبا"])
def test_something_to_say(text: str) -> None:
    assert readable(text) == text
