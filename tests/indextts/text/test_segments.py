import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.errors import OptionError
from indextts.text.segments import segments

TOKENS = st.lists(st.sampled_from(["a", "▁b", ",", "▁,", ".", "▁.", "!", "▁!", "?", "-", "'", "▁'"]), max_size=60)
LIMITS = st.integers(1, 20)


@given(TOKENS, LIMITS, st.integers(0, 40))
def test_nothing_is_lost_and_none_too_long(tokens: list[str], longest: int, quick: int) -> None:
    parts = segments(tokens, longest, quick)
    assert [token for part in parts for token in part] == tokens
    assert all(1 <= len(part) <= longest + 1 for part in parts)
    assert all(len(part) <= longest or part[-1] in ("'", "▁'") for part in parts)


@given(TOKENS, LIMITS)
def test_doubled_quotes_are_the_only_difference(tokens: list[str], longest: int) -> None:
    doubled = [token for part in segments(tokens, longest, duplicate_quotes=True) for token in part]
    rest = iter(doubled)
    assert all(token in rest for token in tokens)
    assert len(doubled) - len(tokens) <= sum(token in ("'", "▁'") for token in tokens)


def test_quick_streaming_makes_the_first_segment_short() -> None:
    tokens = ["a", "b", "c", "d", "."] * 6
    assert [len(part) for part in segments(tokens, 12)] == [10, 10, 10]
    assert [len(part) for part in segments(tokens, 12, 12)] == [5, 10, 10, 5]


def test_a_quote_stays_with_its_sentence() -> None:
    tokens = ["a", "b", ".", "'", "c", "d", "."]
    assert segments(tokens, 4) == [["a", "b", ".", "'"], ["c", "d", "."]]
    assert segments(tokens, 4, duplicate_quotes=True) == [["a", "b", ".", "'"], ["'", "c", "d", "."]]


def test_a_long_sentence_is_cut_by_force() -> None:
    assert [len(part) for part in segments(["x"] * 14, 6)] == [6, 1, 6, 1]


def test_a_book_is_cut_too() -> None:
    tokens = ["a", "-", ",", "'"] * 20_000
    assert sum(len(part) for part in segments(tokens, 100_000)) == len(tokens)


@pytest.mark.parametrize(("longest", "quick"), [(0, 0), (-1, 0), (5, -1)])
def test_numbers_that_make_no_segments(longest: int, quick: int) -> None:
    with pytest.raises(OptionError):
        segments(["a"], longest, quick)
