import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.text.punctuation import plain_marks


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a：b；c;d，e、f:g", "a,b,c,d,e,f,g"),
        ("a。b！c？d", "a.b!c?d"),
        ("a\nb\r\nc", "a b\r c"),
        ("a·b—c～d~e-f", "a-b-c-d-e-f"),
        ("a...b,,,c……d…e", "a…b…c…d…e"),
        ("....", "…."),
        (",,,,", "…,"),
        ("，，，", ",,,"),
        ('“a”"b"‘c’（d）(e)《f》【g】[h]「i」', "'a''b''c''d''e''f''g''h''i'"),
    ],
)
def test_marks(text: str, plain: str) -> None:
    assert plain_marks(text, "zh") == plain_marks(text, "en") == plain


def test_a_dollar_is_a_stop_on_the_chinese_path_only() -> None:
    assert plain_marks("$5", "zh") == ".5"
    assert plain_marks("$5", "en") == "$5"


@given(st.text(st.characters(categories=["L", "N"])))
def test_letters_and_digits_stay(text: str) -> None:
    assert plain_marks(text, "zh") == text
