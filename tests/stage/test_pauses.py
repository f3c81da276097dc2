import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.stage.silences import Silences
from engine.stage.words import word_spans, word_times

RATE = 8_000


def sound(*seconds: float) -> np.ndarray:
    """Noise and silence by turns."""
    random = np.random.default_rng(1)
    parts = [random.normal(0, 0.1 * (at % 2 == 0), round(s * RATE)).astype(np.float32) for at, s in enumerate(seconds)]
    return np.concatenate(parts)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=20))
def test_a_pause_is_found_where_it_is_however_the_sound_is_cut(cuts) -> None:
    silences, samples = Silences(RATE), sound(0.5, 0.3, 0.4, 0.05, 0.3, 0.2, 0.2, 0.5)
    for piece in np.split(samples, np.minimum(np.cumsum(cuts), len(samples))):
        silences.feed(piece)
    found = np.array(silences.found)
    assert np.allclose(found, [[0.5, 0.8], [1.55, 1.75]], atol=0.02)


def test_silence_before_and_behind_is_no_pause() -> None:
    silences = Silences(RATE)
    silences.feed(np.concatenate((np.zeros(4000, np.float32), sound(0.3, 0.5))))
    assert silences.found == ()


def test_a_word_behind_a_mark_begins_where_the_pause_ends() -> None:
    text = "Oh no, it happened again, friends"
    words = {text[word.begin : word.end]: word for word in word_times(text, 3.0, pauses=[(0.5, 0.9), (2.0, 2.2)])}
    assert (words["no,"].until_s, words["it"].at_s) == (0.5, 0.9)
    assert (words["again,"].until_s, words["friends"].at_s) == (2.0, 2.2)


def test_one_pause_goes_to_the_nearer_mark_and_a_stray_one_to_none() -> None:
    text = "Oh no, it happened again, friends"
    (behind,) = (
        word for word in word_times(text, 3.0, pauses=[(2.0, 2.2)]) if text[word.begin : word.end] == "friends"
    )
    assert behind.at_s == 2.2
    assert word_times("one two three four", 3.0, pauses=[(1.0, 1.2)]) == word_times("one two three four", 3.0)


@given(
    st.lists(st.sampled_from(["one", "two,", "three.", "大家好，", "—", "4!"]), max_size=14).map(" ".join),
    st.floats(0, 20),
    st.lists(st.floats(0, 20), max_size=8).map(sorted),
)
def test_whatever_pauses_were_heard_every_word_is_there_in_order(text, seconds, edges) -> None:
    pauses = list(zip(edges[::2], edges[1::2], strict=False))
    words = word_times(text, seconds, pauses=pauses)
    assert [(word.begin, word.end) for word in words] == word_spans(text)
    times = [time for word in words for time in (word.at_s, word.until_s)]
    assert times == sorted(times)
    assert all(0 <= time <= seconds for time in times)


def test_a_long_pause_is_the_marks_rather_than_a_nearer_short_one() -> None:
    text = "Oh no, it happened again"
    words = {text[word.begin : word.end]: word for word in word_times(text, 3.0, pauses=[(0.9, 1.02), (1.3, 1.8)])}
    assert words["it"].at_s == 1.8
