from hypothesis import given
from hypothesis import strategies as st

from indextts.text.chunks import LONGEST_CHUNK, chunks
from indextts.text.language import Language
from indextts.text.long_runs import LONG_RUN

PIECES = st.sampled_from(["字" * 300, "word " * 90, "。", ". ", "\n", " ", "1" * 50, "x" * 1100, "5"])


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["zh", "en"]))
def test_chunks_make_up_the_text_and_are_short(text: str, path: Language) -> None:
    parts = list(chunks(text, path))
    assert "".join(parts) == text
    assert all(0 < len(part) <= LONGEST_CHUNK or LONG_RUN[path].fullmatch(part) for part in parts)


def test_cut_at_a_sentence_end() -> None:
    sentence = "字" * 99 + "。"
    assert [len(part) for part in chunks(sentence * 13, "zh")] == [500, 800]


def test_cut_at_a_blank_where_no_sentence_ends() -> None:
    first, *_ = chunks("word " * 300, "en")
    assert first.endswith(" ")


def test_a_short_text_is_one_chunk() -> None:
    assert list(chunks("a. b. c.", "en")) == ["a. b. c."]
    assert list(chunks("", "zh")) == []
