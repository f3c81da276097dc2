"""What stands in the caption source: wrapped by columns, a page at a time, gone when it should be."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.values import EmotionVector
from plugins.obs.caption_settings import CaptionSettings
from plugins.obs.captions import Captioner
from plugins.obs.colours import colour_settings
from plugins.obs.pages import pages
from tests.fakes.outputs import FakeStage

TEXTS = st.text(st.sampled_from("ab c,.!\n\t 大家好。、がひ한 🎉é\u0301"), max_size=120)


def lines_of(text: str, columns: int, lines: int) -> list[list[str]]:
    return [[text[begin:end] for begin, end in page] for page in pages(text, columns, lines)]


@given(TEXTS, st.integers(2, 40), st.integers(1, 3))
def test_lines_fit_and_hold_every_letter_in_order(text: str, columns: int, most: int) -> None:
    spans = [span for page in pages(text, columns, most) for span in page]
    lines = [text[begin:end] for begin, end in spans]
    assert all(cell_len(" ".join(line.split())) <= columns for line in lines)
    assert all(line == line.strip() and line for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(len(page) <= most for page in pages(text, columns, most))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("hello wide world", 11, [["hello wide", "world"]]),
        ("大家好我们来玩游戏。", 8, [["大家好", "我们来"], ["玩游戏。"]]),
        ("abcdefghij", 5, [["abcde", "fghij"]]),
        ("   ", 8, []),
        ("hi 大家好", 7, [["hi 大", "家好"]]),
        ("Today we build a house by the river.", 30, [["Today we build a", "house by the river."]]),
        ("short", 30, [["short"]]),
        ("今天我们要在河边建一座房子，好吗", 30, [["今天我们要在河边", "建一座房子，好吗"]]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, columns: int, lines: list[list[str]]) -> None:
    assert lines_of(text, columns, 2) == lines


def test_no_page_holds_a_lone_word() -> None:
    last = lines_of(" ".join(["word"] * 17), 42, 2)[-1]  # 84 columns and one word more
    assert len(" ".join(last).split()) >= 6


def shown(stage: FakeStage, captioner: Captioner, at_s: float) -> str:
    stage.at_s = at_s
    return captioner.caption(stage.moment()).text


def test_a_clause_is_shown_at_once_and_cleared_after_silence() -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings(clear_after_s=1.0))
    assert shown(stage, captioner, 0.0) == ""
    stage.say("Hello dear chat.", 1.0, 2.0)
    assert [shown(stage, captioner, at) for at in (0.99, 1.0, 2.9, 3.9, 4.1)] == [
        "", "Hello dear chat.", "Hello dear chat.", "Hello dear chat.", "",
    ]  # fmt: skip


def test_words_appear_when_they_sound_and_never_go_back() -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings(mode="word"))
    said = stage.say("One two, three!", 0.0, 3.0)
    looks = [shown(stage, captioner, at / 100) for at in range(301)]
    assert list(dict.fromkeys(looks)) == ["One", "One two,", "One two, three!"]
    for word, text in zip(said.words, ("One", "One two,", "One two, three!"), strict=True):
        assert shown(stage, captioner, word.at_s + 0.001) == text


def test_a_cut_line_is_gone_at_once() -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings())
    stage.say("Something that a moderator deletes.", 0.0, 5.0)
    assert shown(stage, captioner, 1.0) != ""
    stage.cut.add(1)
    assert shown(stage, captioner, 1.01) == ""


def test_a_long_clause_goes_on_page_by_page() -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings(line_length=10, lines=2))
    stage.say("aaaa bbbb cccc dddd eeee ffff gggg", 0.0, 7.0)
    pages = list(dict.fromkeys(shown(stage, captioner, at / 10) for at in range(70)))
    assert pages == ["aaaa bbbb\ncccc dddd", "eeee ffff\ngggg"]


def test_a_pause_between_pages_of_words_shows_only_what_was_said() -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings(mode="word", line_length=10, lines=1))
    said = stage.say("aaaa bbbb cccc", 0.0, 3.0)
    assert shown(stage, captioner, said.words[2].at_s + 0.01) == "cccc"


@given(TEXTS, st.integers(8, 20), st.integers(1, 3), st.floats(0, 4))
def test_no_text_makes_it_fail_or_overflow(text: str, columns: int, lines: int, at_s: float) -> None:
    stage = FakeStage()
    stage.say(text, 0.0, 4.0)
    for mode in ("word", "clause"):
        captioner = Captioner(CaptionSettings(mode=mode, line_length=columns, lines=lines))  # type: ignore[arg-type]
        got = shown(stage, captioner, at_s)
        assert len(got.splitlines()) <= lines
        assert "🎉" not in got


@pytest.mark.parametrize("mode", ["clause", "word"])
def test_nothing_that_reorders_or_runs_over_other_lines_is_shown(mode: Literal["clause", "word"]) -> None:
    stage, captioner = FakeStage(), Captioner(CaptionSettings(mode=mode))
    text = "Z" + "\u0301" * 80 + "\u200e al\u202ego \u200f\u2066 e\u0301"
    stage.say(text, 0.0, 2.0)
    clean = "Z" + "\u0301" * 3 + " algo e\u0301"
    assert shown(stage, captioner, 1.99) == clean
    assert captioner.notice(text).text == clean


def test_colours_follow_the_feeling_where_they_are_mapped() -> None:
    captioner = Captioner(CaptionSettings(colours={"happy": "#ffd54a"}))
    assert captioner.colour(EmotionVector(happy=0.8)) == "#ffd54a"
    assert captioner.colour(EmotionVector(sad=0.8)) == "#ffffff"
    assert Captioner(CaptionSettings()).colour(EmotionVector(happy=0.8)) == ""
    assert colour_settings("#ff8000")["color1"] == 0xFF0080FF
    assert colour_settings("") == {}
