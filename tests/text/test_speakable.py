"""A table of real chat and how a person reads it aloud; every row was read through and heard as phonemes."""

from pathlib import Path

import pytest

from engine.errors import UnspeakableError
from engine.text.speakable import Spoken, normalise, speakable

ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "rows.tsv").read_text(encoding="utf-8").split("\n")
    if row and not row.startswith("# as written")
]


@pytest.mark.parametrize(("written", "spoken", "skipped"), ROWS)
def test_row(written, spoken, skipped):
    assert normalise(written) == Spoken(spoken, tuple(filter(None, skipped.split("; "))))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing to read"),
        (" \u200b\n", "nothing to read"),
        ("!!!!", "only punctuation"),
        ("😂😂", "only emoji"),
        ("KappaPride monkaS", "only emotes"),
        (":) 😂", "only emoji and emoticons"),
        ("asdfghjkl", "only a keyboard smash"),
        ("f47ac10b-58cc-4372-a567-0e02b2c3d479", "only a code"),
        ("你好，世界！", "no voice here speaks Chinese"),
        ("日本語です", "no voice here speaks Japanese"),
        ("привет 你好", "no voice here speaks Chinese or Russian"),
        ("ქართული", "no voice here speaks another script"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_phrase(text, reason):
    with pytest.raises(UnspeakableError) as refused:
        speakable(text)
    assert refused.value.what == reason


def test_sentence_marks_and_small_words_survive():
    text = "Well, I think so. Do you? Yes! Maybe; who knows: nobody... really."
    assert speakable(text) == text


def test_several_lines_become_sentences():
    assert speakable("one thing\nanother thing\n\n- third, fourth") == "one thing. another thing. third, fourth"
