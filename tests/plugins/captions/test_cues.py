"""What was heard of a clause, on the recording's time axis."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from engine.stage.moment import Passage
from plugins.captions.cues import Cue, Limits, cues
from plugins.captions.silences import Silences
from tests.fakes.outputs import FakeStage

RATE = 24000
LONG = (
    "Hello everybody and welcome back to another evening of this wonderful game, where I will most certainly die a lot."
)


def said(text: str, start_s: float = 10.0, seconds: float = 6.0, author: str = "ann") -> Passage:
    return FakeStage(RATE).say(text, start_s, seconds, author=author)


def heard(passage: Passage, end_s: float, silences: Silences | None = None) -> list[Cue]:
    return cues(passage, round(end_s * RATE), RATE, silences or Silences(), Limits())


def words(found: list[Cue]) -> str:
    return " ".join(line for cue in found for line in cue.lines)


def test_a_clause_is_one_caption_from_its_first_sample_to_its_last() -> None:
    assert heard(said("Hello there!"), 16.0) == [Cue(10.0, 16.0, ("Hello there!",), "ann")]


def test_a_long_clause_is_parted_where_its_words_sound() -> None:
    passage = said(LONG)
    first, second = heard(passage, 16.0)
    assert (first.start_s, second.end_s) == (10.0, 16.0)
    assert first.end_s == second.start_s
    begins = {10.0 + round(word.at_s, 3): passage.text[word.begin : word.end] for word in passage.words}
    assert begins[round(second.start_s, 3)] == second.lines[0].split()[0]


def test_a_cut_clause_ends_at_the_cut_and_holds_no_word_after_it() -> None:
    passage = said("one two three four five six", seconds=6.0)
    (cue,) = heard(passage, 12.5)
    assert cue.end_s == 12.5
    unheard = [passage.text[word.begin : word.end] for word in passage.words if 10.0 + word.at_s >= 12.5]
    assert unheard
    assert not set(unheard) & set(words([cue]).split())


def test_a_pause_moves_what_follows_it() -> None:
    silences = Silences()
    silences.paused(12.0 * RATE, True)
    silences.paused(42.0 * RATE, False)
    passage = said(LONG)
    first, second = heard(passage, 46.0, silences)
    plain = heard(passage, 16.0)
    assert first.start_s == plain[0].start_s
    assert second.start_s == plain[1].start_s + 30.0
    assert second.end_s == 46.0


def test_a_pause_that_lasts_hides_what_was_not_heard() -> None:
    silences = Silences()
    silences.paused(11.7 * RATE, True)
    assert words(heard(said("one two three four five six"), 99.0, silences)).split() == ["one", "two"]


def test_muted_words_are_left_out() -> None:
    silences = Silences()
    silences.mute(11.5 * RATE, True)
    silences.mute(14.5 * RATE, False)
    (cue,) = heard(said("one two three four five six"), 16.0, silences)
    assert cue.lines == ("one two six",)
    everything = Silences()
    everything.mute(0.0, True)
    assert heard(said("one two three"), 16.0, everything) == []


def test_a_caption_whose_beginning_was_muted_begins_with_its_first_heard_word() -> None:
    silences = Silences()
    silences.mute(0.0, True)
    silences.mute(12.9 * RATE, False)
    (cue,) = heard(said("one two three four five six"), 16.0, silences)
    assert cue.start_s >= 12.9


def test_a_clause_without_words_is_shown_too_and_an_empty_one_is_not() -> None:
    assert words(heard(said("?!"), 16.0)) == "?!"
    assert heard(said(""), 16.0) == []


def test_names_are_one_short_line() -> None:
    (cue,) = heard(said("hi", author="a\nb\u202e" + "c" * 100), 16.0)
    assert "\n" not in cue.speaker
    assert "\u202e" not in cue.speaker
    assert len(cue.speaker) <= 40


@given(
    st.text(max_size=120), st.floats(0, 1e5), st.floats(0.05, 60), st.floats(0, 1.0),
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 100)), max_size=4),
)  # fmt: skip
def test_captions_never_run_backwards(
    text: str, start_s: float, seconds: float, share: float, pauses: list[tuple[float, float]]
) -> None:
    silences, at = Silences(), start_s
    for before, length in pauses:
        silences.paused((at + before) * RATE, True)
        at += before + length
        silences.paused(at * RATE, False)
    passage = said(text, start_s, seconds)
    end_s = start_s + share * (seconds + sum(length for _, length in pauses))
    found = heard(passage, end_s, silences)
    for before, after in itertools.pairwise(found):
        assert before.end_s <= after.start_s + 0.0011
    assert all(cue.start_s < cue.end_s for cue in found)


def test_a_word_too_long_for_a_caption_is_readable_to_its_end() -> None:
    text = "Supercalifragilistic" * 10
    passage = FakeStage().say(text, 1.0, 3.0)
    found = cues(passage, round(4.0 * 24000), 24000, Silences(), Limits())
    assert "".join("".join(cue.lines) for cue in found) == text
    assert all(cue.end_s - cue.start_s > 0.5 for cue in found)
