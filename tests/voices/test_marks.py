import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.voices.hibari_network import begins
from engine.voices.marks import agree, place, sounding
from engine.voices.phrases import pieces

words = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=5), st.text("ˈˌɛɹl", min_size=1, max_size=9)).map(
        lambda pair: (pair[0], pair[1] + "ə" + ", "[: len(pair[0]) % 2])
    ),
    max_size=20,
)


@given(words, st.integers(10, 60))
def test_words_stand_where_their_symbols_are_however_the_phrase_is_cut(pairs, limit) -> None:
    whole, left, found = " ".join(symbols for _, symbols in pairs), pairs, []
    assert agree(pairs, whole)
    for piece in pieces(whole, limit):
        placed, left = place(left, piece)
        found += [(word, piece[start:end]) for word, start, end in placed]
    assert not left
    assert [word for word, _ in found] == [word for word, _ in pairs]
    assert all(spelled == symbols.rstrip(",") for (_, spelled), (_, symbols) in zip(found, pairs, strict=True))


def test_marks_and_spaces_are_no_words() -> None:
    text = "— həlˈO , ðˈɛɹ! “ˈA”"
    assert [text[start:end] for start, end in sounding(text)] == ["həlˈO", "ðˈɛɹ", "ˈA"]


def test_a_number_spans_all_that_is_said_of_it() -> None:
    assert place([("25", "twˈɛnti fˈIv"), (".", "."), ("x", "ˈɛks")], "twˈɛnti fˈIv. ˈɛks") == (
        (("25", 0, 12), ("x", 14, 18)),
        (),
    )


def test_symbols_begin_where_the_network_counted_them() -> None:
    durations = np.array([[4, 1, 2, 3]])  # pad, two symbols, pad
    assert begins([durations], [True, False, True], 20).tolist() == [8, 10, 10, 14]


@pytest.mark.parametrize("found", [[], [np.array([1, 2])], [np.zeros(4)]])
def test_durations_that_do_not_fit_are_not_used(found) -> None:
    assert not len(begins(found, [True, True], 20))
