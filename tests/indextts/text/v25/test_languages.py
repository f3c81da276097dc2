import pytest

from indextts.errors import OptionError
from indextts.text.v25.languages import CODES, SPOKEN, code_of, language_row
from indextts.text.v25.special import special_tokens


def test_rows() -> None:
    assert len(CODES) == len(set(CODES)) == 106
    assert [language_row(code) for code in ("en", "ZH", " es ", "ja", "ar", "yue", "zh/en", "common")] == [
        *(0, 1, 3, 7, 13, 99, 103, 105)
    ]
    assert set(SPOKEN) <= set(CODES)


def test_what_is_not_listed_is_common() -> None:
    assert language_row("zhen") == language_row("qq") == 105


@pytest.mark.parametrize("lang", ["", " ", "e n", "<|en|>", "日本", "en\ud800", None, 5, "/"])
def test_no_code(lang: str) -> None:
    with pytest.raises(OptionError, match="language code"):
        code_of(lang)


def test_special_tokens_follow_the_ranks() -> None:
    tokens = special_tokens()
    first = 58_836  # ranks of the official file
    assert first + len(tokens) == 60_509
    number = {token: first + place for place, token in enumerate(tokens)}
    assert len(number) == len(tokens)
    assert (number["<|en|>"], number["<|zh|>"], number["<|30.00|>"]) == (58_838, 58_839, 60_508)
    assert number["<|su|>"] + 1 == number["<|ASR|>"]
    assert number["<|TTS/SP13|>"] + 1 == number["<|0.00|>"]
