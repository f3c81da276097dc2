import pytest

from indextts.text.reorder import reordered


@pytest.mark.parametrize(
    ("tagged", "ordered"),
    [
        ('money { currency: "元" value: "五" }', 'money { value: "五" currency: "元" }'),
        (
            'a { value: "x" } time { minute: "五分" hour: "三点" }',
            'a { value: "x" } time { hour: "三点" minute: "五分" }',
        ),
        ('char { value: "}" } char { value: "\\"" }', 'char { value: "}" } char { value: "\\"" }'),
        ('char { value: " " } ', 'char { value: " " }'),
    ],
)
def test_chinese(tagged: str, ordered: str) -> None:
    assert reordered(tagged, "zh") == ordered


def test_english() -> None:
    assert reordered('date { year: "y" month: "may" }', "en") == 'date { month: "may" year: "y" }'
    kept = 'date { month: "may" day: "six" preserve_order: "true" }'
    assert reordered(kept, "en") == kept
    assert reordered('decimal {  fractional_part: "five" }', "en") == 'decimal { fractional_part: "five" }'


@pytest.mark.parametrize("tagged", ["", "   ", "plain", 'a { b: "c" } rest', 'a { b: "c }', "a { b }"])
def test_what_is_not_made_of_tokens(tagged: str) -> None:
    assert reordered(tagged, "zh") == ""
