from hypothesis import given
from hypothesis import strategies as st

from engine.stage.words import word_spans, word_times


@given(st.text(max_size=200), st.floats(0, 60))
def test_words_lie_in_order_inside_the_clause(text, seconds) -> None:
    words = word_times(text, seconds)
    assert len(words) == len(word_spans(text))
    edges = [edge for word in words for edge in (word.at_s, word.until_s)]
    assert edges == sorted(edges)
    assert all(-1e-9 <= edge <= seconds + 1e-6 for edge in edges)
    assert all(text[word.begin : word.end].strip() for word in words)


def test_a_mark_alone_is_no_word_and_chinese_is_parted_by_characters() -> None:
    text = "Hi - 大家好!"
    assert [text[begin:end] for begin, end in word_spans(text)] == ["Hi", "大", "家", "好"]


def test_a_long_word_takes_longer_than_a_short_one() -> None:
    short, long = word_times("a congratulations", 2.0)
    assert long.until_s - long.at_s > 3 * (short.until_s - short.at_s)
