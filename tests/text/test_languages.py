"""Which voices can say a text."""

import pytest

from engine.text.languages import covers


@pytest.mark.parametrize(
    ("languages", "text", "can"),
    [
        ({"en"}, "hello", True),
        ({"es"}, "hello", True),
        ({"en"}, "大家好", False),
        ({"zh"}, "大家好", True),
        ({"ja"}, "大家好", True),
        ({"zh"}, "大家好です", False),
        ({"zh"}, "大家好 hello", False),
        ({"zh", "en"}, "大家好 hello", True),
        ({"en"}, "привет", False),
        ({"en"}, "123 :) 🎉", True),
        (set(), "大家好", True),
        ({"en"}, "안녕", False),
    ],
)
def test_a_voice_covers_a_text_if_it_speaks_a_language_of_each_script(languages, text, can):
    assert covers(languages, text) is can


def test_a_megabyte_costs_no_more_than_its_beginning():
    assert covers({"en"}, "a" * 1_000_000 + "好")
