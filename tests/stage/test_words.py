from hypothesis import given
from hypothesis import strategies as st

from engine.stage.words import word_spans, word_times
from engine.values import Mark


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


marks = st.lists(
    st.tuples(
        st.one_of(st.text(max_size=8), st.sampled_from(["one", "two", "大家好", "GG"])),
        st.floats(0, 9),
        st.floats(0, 9),
    ),
    max_size=12,
).map(lambda rows: [Mark(*row) for row in rows])


@given(st.one_of(st.text(max_size=80), st.just("one two GG 大家好 one")), st.floats(0, 9), marks)
def test_whatever_a_voice_tells_every_word_is_there_in_order_inside_the_clause(text, seconds, told) -> None:
    words = word_times(text, seconds, told)
    assert [(word.begin, word.end) for word in words] == word_spans(text)
    edges = [edge for word in words for edge in (word.at_s, word.until_s)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= seconds for edge in edges)


def told(text: str, step: float = 1.0) -> list[Mark]:
    return [Mark(word, at * step, (at + 1) * step) for at, word in enumerate(text.split())]


def at(text: str, seconds: float, said: list[Mark]) -> dict[str, tuple[float, float]]:
    words = word_times(text, seconds, said)
    return {text[word.begin : word.end]: (word.at_s, word.until_s) for word in words}


def test_words_have_the_times_the_voice_told() -> None:
    assert at("Oh, THEY won!", 3.0, told("oh they won")) == {"Oh,": (0, 1), "THEY": (1, 2), "won!": (2, 3)}


def test_what_is_said_otherwise_lies_between_its_neighbours() -> None:
    found = at("I won $25 at 7:30pm today", 9.0, told("I won twenty five dollars at seven thirty P.M. today"))
    assert found["$25"] == (2, 5)
    assert found["at"] == (5, 6)
    assert found["7:30pm"][0] == 6
    assert found["today"] == (9, 9)  # it said to begin at the end


def test_what_is_not_said_takes_no_time_from_what_is() -> None:
    found = at("hi xqzfoo there", 2.0, told("hi there"))
    assert found == {"hi": (0, 1), "xqzfoo": (1, 1), "there": (1, 2)}


def test_what_is_not_told_yet_is_dealt_out_over_the_rest() -> None:
    found = at("one two, three four", 4.0, told("one two"))
    assert found["two,"] == (1, 2)
    assert found["three"][0] == 2
    assert 2.5 < found["four"][0] < 3.5


def test_a_chinese_word_is_shared_out_to_its_characters() -> None:
    found = at("大家好 GG", 3.0, [Mark("大家", 0.0, 1.0), Mark("好", 1.0, 2.0), Mark("GG", 2.0, 3.0)])
    assert found == {"大": (0, 0.5), "家": (0.5, 1), "好": (1, 2), "GG": (2, 3)}
