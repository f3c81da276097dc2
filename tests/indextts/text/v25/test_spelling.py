import pytest

from indextts.text.v25.spelling import SPELLED, capital_tokens, spelled_out


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("<行|xing2>长", "<|SPECIAL_TOKEN_2|>XING2<|SPECIAL_TOKEN_2|>长"),
        ("<read|r eh1.d>", "<|SPECIAL_TOKEN_1|>R EH1.D<|SPECIAL_TOKEN_1|>"),
        ("は<東京|とうきょー>だ", "は とうきょー だ"),
        ("<東京|toukyou>", "<|SPECIAL_TOKEN_2|>TOUKYOU<|SPECIAL_TOKEN_2|>"),
        ("<a|> <|b> <|en|> <a|b|c> a<b|c", "<a|> <|b> <|en|> <a|b|c> a<b|c"),
    ],
)
def test_annotations(text: str, spelled: str) -> None:
    assert spelled_out(text) == spelled


def test_a_spelling_is_found_whole() -> None:
    text = spelled_out("a <行|xing2> b <x|y>")
    assert SPELLED.split(text)[1::2] == [
        "<|SPECIAL_TOKEN_2|>XING2<|SPECIAL_TOKEN_2|>",
        "<|SPECIAL_TOKEN_1|>Y<|SPECIAL_TOKEN_1|>",
    ]


def test_names_of_special_tokens_in_capitals() -> None:
    assert capital_tokens("<|happy|> hello <|sp a> <|") == "<|HAPPY|> hello <|sp a> <|"
