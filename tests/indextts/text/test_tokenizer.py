import logging
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.errors import CheckpointError, TextError
from indextts.text.segments import segments
from indextts.text.tokenizer import Tokenizer


def test_normalised_spaced_and_in_capitals(tokenizer: Tokenizer) -> None:
    assert "".join(tokenizer.tokens("我有5个apple")).replace("▁", "") == "我有五个APPLE"


def test_one_character_is_taken_as_it_is(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("a") == tokenizer.tokens(" a ")
    assert "".join(tokenizer.tokens("a")).endswith("a")
    assert tokenizer.tokens("5") != tokenizer.tokens("五")


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800"])
def test_nothing_gives_no_tokens(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.tokens(text) == []


def test_strange_pieces_are_logged_in_short(tokenizer: Tokenizer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ids = tokenizer.ids(["😀" * 1000, "▁,"])
    assert ids == [2, tokenizer.ids(["▁,"])[0]]
    assert "😀" in caplog.text
    assert len(caplog.text) < 200


def test_a_megabyte_is_refused(tokenizer: Tokenizer) -> None:
    with pytest.raises(TextError):
        tokenizer.tokens("x" * 1_000_000)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=10))
def test_any_text_becomes_ids_and_segments(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokens(text)
    assert len(tokenizer.ids(tokens)) == len(tokens)
    assert [token for part in segments(tokens, 5) for token in part] == tokens


@pytest.mark.parametrize("content", [None, b"", b"no model", b"\xff" * 1000])
def test_a_missing_or_broken_model(tmp_path: Path, content: bytes | None) -> None:
    pytest.importorskip("sentencepiece")
    if content is not None:
        (tmp_path / "bpe.model").write_bytes(content)
    with pytest.raises(CheckpointError, match=r"bpe\.model"):
        Tokenizer(tmp_path / "bpe.model")


def test_the_glossary_next_to_the_model_is_read(golden_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("kaldifst")
    (tmp_path / "bpe.model").write_bytes((golden_folder / "tiny_bpe.model").read_bytes())
    (tmp_path / "glossary.yaml").write_text("hello: 你好\n", encoding="utf-8")
    assert Tokenizer(tmp_path / "bpe.model").normalize("Hello 5") == "你好 五"
