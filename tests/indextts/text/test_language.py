import pytest

from indextts.text.language import path_of


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Hello", "en"),
        ("Hello 世", "zh"),
        ("", "zh"),
        ("123", "zh"),
        ("カタカナ", "zh"),
        ("カタカナ and romaji", "en"),
        ("user1@mail.com", "zh"),
        ("user.one@mail.com", "en"),
        ("user1@mail.com ok", "en"),
        ("say ni3", "zh"),
        ("say beta1", "en"),
        ("GPT4", "en"),
    ],
)
def test_path(text: str, path: str) -> None:
    assert path_of(text) == path
