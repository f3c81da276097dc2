import pytest

from indextts.errors import ExtraMissingError
from indextts.text.v25 import japanese
from indextts.text.v25.japanese import words_apart


def test_words_apart_and_spellings_whole() -> None:
    spelling = "<|SPECIAL_TOKEN_2|>KYOU<|SPECIAL_TOKEN_2|>"
    assert words_apart(f"今日は{spelling}です", list) == f"今 日 は {spelling} で す"


def test_with_the_dictionary() -> None:
    pytest.importorskip("fugashi")
    pytest.importorskip("unidic_lite")
    assert words_apart("今日は良い天気ですね。") == "今日 は 良い 天気 です ね 。"
    assert words_apart("") == ""
    assert words_apart(" \x07 ") == "\x07"


def test_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(japanese, "import_module", missing)
    japanese._tagger.cache_clear()
    try:
        with pytest.raises(ExtraMissingError, match="indextts-ja"):
            words_apart("今日")
    finally:
        japanese._tagger.cache_clear()
