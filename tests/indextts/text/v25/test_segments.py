from hypothesis import given
from hypothesis import strategies as st

from indextts.text.v25.segments import text_segments
from indextts.text.v25.spelling import SPELLED, spelled_out

WORDS = st.sampled_from(["ab", "c, ", "d.", "。", "字字字字字字字字字字字字", " ", "<行|xing2>", "<w|a b>", "\n", "？"])


@given(st.lists(WORDS, max_size=30).map("".join), st.integers(1, 30))
def test_nothing_is_lost_and_none_too_long(text: str, budget: int) -> None:
    spelled = spelled_out(text)
    parts = text_segments(spelled, len, budget)
    assert "".join("".join(parts).split()) == "".join(spelled.split())
    assert all(len(part) <= max(budget, 50) for part in parts)
    whole = [part for part in parts if not SPELLED.fullmatch(part)]
    assert all(len(part) <= budget for part in whole)


def test_what_fits_is_one_segment() -> None:
    assert text_segments("a. b. c.", len, 8) == ["a. b. c."]


def test_cut_behind_punctuation_and_packed() -> None:
    assert text_segments("aaa, bbb. cc! dddd", len, 10) == ["aaa, bbb.", "cc! dddd"]


def test_a_long_clause_is_cut_between_characters() -> None:
    assert text_segments("abcdefgh", len, 3) == ["abc", "def", "gh"]


def test_a_spelling_stays_whole() -> None:
    spelling = spelled_out("<w|a, b. c>")
    assert text_segments(f"x{spelling}y", len, 3) == ["x", spelling, "y"]
