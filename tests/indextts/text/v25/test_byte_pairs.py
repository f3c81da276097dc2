from pathlib import Path

import pytest

from indextts.errors import CheckpointError
from indextts.text.v25.byte_pairs import encoding
from tests.indextts.text.v25.conftest import rank_lines

pytest.importorskip("tiktoken")


def test_merges_special_tokens_and_back(ranks: Path) -> None:
    pairs = encoding(ranks)
    assert pairs.n_vocab == 265 + 1673
    assert pairs.encode("the in") == [260, ord(" "), 257]
    assert pairs.encode("<|en|>a", allowed_special="all") == [267, ord("a")]
    text = "they're 字 12 ... \n 😀"
    assert pairs.decode(pairs.encode(text)) == text


def test_words_are_not_merged_across_the_pattern(ranks: Path) -> None:
    pairs = encoding(ranks)
    assert pairs.encode("a'aa") == [ord("a"), ord("'"), 261]
    assert pairs.encode("a1a") == [ord("a"), ord("1"), ord("a")]


SINGLE = [bytes([value]) for value in range(256)]
LACKING = rank_lines(SINGLE[:-1])
GAP = rank_lines(SINGLE) + "YWE= 300" + chr(10)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "!!!! 0\n",
        "YQ==\n",
        "YQ== x\n",
        "YQ== 0 1\n",
        LACKING,
        GAP,
    ],
)
def test_a_missing_or_damaged_file(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "bad.tiktoken"
    if content is not None:
        file.write_text(content, encoding="ascii")
    with pytest.raises(CheckpointError, match=r"bad\.tiktoken"):
        encoding(file)
