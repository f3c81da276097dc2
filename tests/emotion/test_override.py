"""Emotions asked for by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.emotion.override import DEFAULT_STRENGTH, parse_vector, take_override
from engine.errors import InputError
from engine.values import EMOTIONS, EmotionVector


@pytest.mark.parametrize(
    ("text", "rest", "vector"),
    [
        ("[happy] hello", "hello", EmotionVector(happy=DEFAULT_STRENGTH)),
        ("[sad 0.5] hello", "hello", EmotionVector(sad=0.5)),
        ("[sad=0.5] hello", "hello", EmotionVector(sad=0.5)),
        ("[happy=0.7,surprised=0.2] hi", "hi", EmotionVector(happy=0.7, surprised=0.2)),
        ("[Happy=.7, Surprised=1] hi", "hi", EmotionVector(happy=0.7, surprised=1.0)),
        ("hi [angry] there", "hi there", EmotionVector(angry=DEFAULT_STRENGTH)),
        ("[happy] one [sad 0.2] two", "one two", EmotionVector(sad=0.2)),
        ("[calm=0]", "", EmotionVector()),
    ],
)
def test_tags_are_taken_out(text, rest, vector):
    assert take_override(text) == (rest, vector)


@pytest.mark.parametrize(
    "text", ["hello", "[mod] hi", "[happy", "[happy 3] hi", "[link](url)", "[]", "[happy=] x", "[happy;sad] x", "[[x]]"]
)
def test_everything_else_in_brackets_stays(text):
    assert take_override(text) == (text, None)


@pytest.mark.parametrize(
    ("value", "vector"),
    [
        ("happy", EmotionVector(happy=DEFAULT_STRENGTH)),
        ("happy=0.7,surprised=0.2", EmotionVector(happy=0.7, surprised=0.2)),
        (" sad : 0.3 ", EmotionVector(sad=0.3)),
        ({"happy": 0.7, "Calm": 1}, EmotionVector(happy=0.7, calm=1.0)),
        ({}, EmotionVector()),
        ([0, 0, 0.5, 0, 0, 0, 0, 1], EmotionVector(sad=0.5, calm=1.0)),
        (EmotionVector(sad=0.1), EmotionVector(sad=0.1)),
    ],
)
def test_every_outside_form(value, vector):
    assert parse_vector(value) == vector


@pytest.mark.parametrize(
    ("value", "what", "fix"),
    [
        ("hapy", "Unknown emotion 'hapy'.", "Did you mean happy?"),
        ({"angri": 1}, "Unknown emotion 'angri'.", "Did you mean angry?"),
        ("zzz", "Unknown emotion 'zzz'.", "Use happy, angry"),
        ("happy=2", "An emotion's strength of 2 is outside 0 to 1.", "Use 0 to 1."),
        ({"happy": "lots"}, "An emotion's strength is not a number.", "Use 0 to 1."),
        ({"happy": True}, "An emotion's strength is not a number.", "Use 0 to 1."),
        ({"happy": float("nan")}, "An emotion's strength of nan is outside 0 to 1.", "Use 0 to 1."),
        ({"happy": 10**400}, "An emotion's strength is not a number.", "Use 0 to 1."),
        ([1, 2], "An emotion list has 2 numbers.", "Give eight: happy"),
        (3, "An emotion cannot be a int.", "Write it like happy"),
        (None, "An emotion cannot be a NoneType.", "Write it like happy"),
        (b"happy", "An emotion cannot be a bytes.", "Write it like happy"),
        ("", "Cannot read the emotion ''.", "Write it like happy"),
        ("happy=0.5;sad", "Cannot read the emotion 'happy=0.5;sad'.", "Write it like happy"),
    ],
)
def test_what_cannot_be_used_says_so(value, what, fix):
    with pytest.raises(InputError) as refused:
        parse_vector(value)
    assert refused.value.what == what
    assert refused.value.fix.startswith(fix)


@given(st.dictionaries(st.sampled_from(EMOTIONS), st.integers(0, 100).map(lambda n: n / 100), min_size=1))
def test_what_is_written_is_read_back(values):
    assert parse_vector(",".join(f"{name}={value}" for name, value in values.items())) == EmotionVector.of(values)


@given(st.text(max_size=200))
def test_any_text_keeps_what_is_no_tag(text):
    rest, vector = take_override(text)
    assert (rest == text) if vector is None else len(rest) < len(text)
