"""The picture of a run: well-formed whatever was said, and true to what happened."""

from __future__ import annotations

import asyncio
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.timeline import Gatherer, Story, draw
from engine.timeline.gather import Came, Spoke
from engine.timeline.words import fitted, readable, width_of
from engine.values import EMOTIONS
from tests.fakes.stage import RATE, Stage, stage
from tests.fakes.virtual_time import run

SVG = "{http://www.w3.org/2000/svg}"
anything = st.text(st.characters(exclude_categories=()), max_size=60)


async def told(gatherer: Gatherer) -> Stage:
    async with stage() as on:
        gatherer.watch(on.engine)
        on.post("Hello everybody in here.", author="anna")
        await asyncio.sleep(1.0)
        on.post("???", author="ben")
        on.post("This one is cut in its middle.", author="cleo")
        while len(on.voice.said) < 2 or not on.engine.listener.live:
            await asyncio.sleep(0.01)
        await asyncio.sleep(1.5)
        on.engine.control({"do": "skip"})
        await on.idle()
        return on


def test_the_story_is_in_seconds_of_the_recording() -> None:
    gatherer = Gatherer()
    on = run(told(gatherer))
    story = gatherer.story()
    assert [came.author for came in story.came] == ["anna", "ben", "cleo"]
    anna, ben, cleo = story.came
    assert anna.onset is not None
    assert anna.onset >= anna.at
    assert on.sink.samples[round(anna.onset * RATE)] != 0
    assert ben.onset is None
    assert ben.fate
    assert cleo.onset is not None
    assert cleo.fate
    assert story.spoke[0].text.startswith("Hello")
    for spoke in story.spoke:
        assert spoke.end > spoke.start
        assert np.abs(on.sink.samples[round(spoke.start * RATE) : round(spoke.end * RATE)]).max() > 0.4


def test_the_picture_shows_all_of_it() -> None:
    gatherer = Gatherer()
    on = run(told(gatherer))
    drawn = ElementTree.fromstring(draw(gatherer.story(), on.sink.samples, RATE, "A <title> & more"))
    words = " ".join(text.text or "" for text in drawn.iter(f"{SVG}text"))
    assert "A <title> & more" in words
    assert set(EMOTIONS) <= set(words.split())
    assert "heard after" in words
    assert "not spoken" in words
    assert "anna" in words
    assert list(drawn.iter(f"{SVG}path")), "a waveform"


@settings(max_examples=30, deadline=None)
@given(anything, anything, st.floats(0, 60), st.booleans())
def test_no_text_breaks_the_picture(text: str, author: str, at: float, heard: bool) -> None:
    story = Story(
        [Spoke(1, text, dict.fromkeys(EMOTIONS, 0.0) | {"happy": 1.0}, at, at + 1)] if heard else [],
        [Came(author, text, "chat", at, at if heard else None, text)],
        at + 2,
    )
    drawn = ElementTree.fromstring(draw(story, np.zeros(0, np.float32), RATE, text))
    assert drawn.tag == f"{SVG}svg"


def test_nothing_at_all_can_be_drawn() -> None:
    ElementTree.fromstring(draw(Gatherer().story(), np.zeros(0, np.float32), RATE, "empty"))


@given(anything, st.floats(30, 400), st.integers(1, 5))
def test_rows_are_few_and_hold_the_beginning(text: str, room: float, rows: int) -> None:
    clean = readable(text)
    assert clean == readable(clean)
    lines = fitted(clean, room, rows=rows)
    assert len(lines) <= rows
    assert all(width_of(line, 10) <= room + 20 for line in lines), "the ellipsis may stand out a little"
    if lines and not lines[0].endswith("…"):
        assert clean.startswith(lines[0])


@pytest.mark.parametrize(("text", "lines"), [("", []), ("one two", ["one two"]), ("a " * 400, None)])
def test_rows(text: str, lines: list[str] | None) -> None:
    made = fitted(readable(text), 60)
    assert made == lines if lines is not None else made[-1].endswith("…")
