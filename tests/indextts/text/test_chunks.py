from hypothesis import given
from hypothesis import strategies as st

from indextts.text.chunks import LONGEST_CHUNK, chunks
from indextts.text.long_numbers import LONG_NUMBER

PIECES = st.sampled_from(["字" * 300, "word " * 90, "。", ". ", "\n", " ", "1" * 50, "x" * 1100, "5"])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_chunks_make_up_the_text_and_are_short(text: str) -> None:
    parts = list(chunks(text))
    assert "".join(parts) == text
    assert all(0 < len(part) <= LONGEST_CHUNK or LONG_NUMBER.fullmatch(part) for part in parts)


def test_cut_at_a_sentence_end() -> None:
    sentence = "字" * 99 + "。"
    assert [len(part) for part in chunks(sentence * 13)] == [500, 800]


def test_cut_at_a_blank_where_no_sentence_ends() -> None:
    first, *_ = chunks("word " * 300)
    assert first.endswith(" ")


def test_a_short_text_is_one_chunk() -> None:
    assert list(chunks("a. b. c.")) == ["a. b. c."]
    assert list(chunks("")) == []
