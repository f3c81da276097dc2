"""The picture of the mood: every point of the file is in it, whatever the texts, and broken files are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import events
from engine.errors import InputError
from engine.event_log import as_json
from engine.timeline.look import COLOURS
from engine.timeline.mood import MoodStory, read_story
from engine.timeline.mood_picture import LEFT, RIGHT, WIDEST, Scale, draw_mood
from engine.values import EMOTIONS
from tests.cli.program import Program

SVG = "{http://www.w3.org/2000/svg}"
anything = st.text(st.characters(exclude_categories=()), max_size=60)
strength = st.floats(0, 1)
vector = st.fixed_dictionaries(dict.fromkeys(EMOTIONS, strength))


def mood(**values: float) -> dict[str, float]:
    return dict.fromkeys(EMOTIONS, 0.0) | values


def felt(at: float, index: int = 0, text: str = "We won!", **values: float) -> events.Felt:
    return events.Felt(
        t=1.0, turn_id=3, index=index, text=text, model="embedded", read_ms=0.2, text_emotion=mood(happy=0.8),
        mood=mood(**values), emotion=mood(happy=0.6), cues=(("won", "happy", 0.8),), stream_s=at,
    )  # fmt: skip


def chunk(index: int, seconds: float) -> events.Chunk:
    return events.Chunk(
        t=1.0, turn_id=3, index=index, text="", spoken_as="", emotion={}, seconds=seconds, pause=0.1, pace=1.0,
        first_block_s=0.1, synth_s=0.1, voice="v",
    )  # fmt: skip


def moved(at: float, cause: str = "raid", **values: float) -> events.MoodMoved:
    return events.MoodMoved(t=1.0, cause=cause, mood=mood(**values), stream_s=at)


def record(folder: Path, happened: Iterable[events.Event], tail: str = "") -> Path:
    path = folder / "events.jsonl"
    path.write_text("".join(as_json(event) + "\n" for event in happened) + tail, "utf-8")
    return path


def story(felt: list[events.Felt] | None = None, moved: list[events.MoodMoved] | None = None) -> MoodStory:
    return MoodStory(felt or [], moved or [], {})


def parsed(of: MoodStory, title: str = "Mood") -> ElementTree.Element:
    return ElementTree.fromstring(draw_mood(of, title))


def tips(drawn: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in drawn.iter(f"{SVG}title")]


def test_a_recorded_stream_is_read_in_its_order(tmp_path: Path) -> None:
    happened = [
        events.Controlled(t=1.0, do="mute"), felt(4.0, 1, happy=0.5), felt(2.0, happy=0.3), chunk(1, 1.5),
        moved(3.0, happy=0.4),
    ]  # fmt: skip
    read = read_story(record(tmp_path, happened, tail='{"type": "felt", "stre'))
    assert read.felt == [felt(2.0, happy=0.3), felt(4.0, 1, happy=0.5)]
    assert read.moved == [moved(3.0, happy=0.4)]
    assert read.seconds == {(3, 1): 1.5}
    assert [point.stream_s for point in read.points] == [2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    "line",
    [
        "no json", "[]", "7", "null", '{"no": "type"}', '{"type": "felt"}', "[" * 100_000, "\xff",
        as_json(felt(1.0)).replace('"stream_s": 1.0', '"stream_s": NaN'),
        as_json(felt(1.0)).replace('"stream_s": 1.0', '"stream_s": -1'),
        as_json(felt(1.0)).replace('"stream_s": 1.0', '"stream_s": 1e300'),
        as_json(felt(1.0, happy=0.5)).replace("0.5", "7"),
        as_json(moved(1.0)).replace('"calm"', '"cosy"'),
        as_json(chunk(0, 1.0)).replace('"seconds": 1.0', '"seconds": Infinity'),
    ],
)  # fmt: skip
def test_a_line_that_is_no_event_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = record(tmp_path, [felt(1.0)])
    path.write_bytes(path.read_bytes() + line.encode("latin-1") + b"\n")
    with pytest.raises(InputError, match="line 2: this is no event"):
        read_story(path)


@pytest.mark.parametrize("happened", [[], [events.Controlled(t=1.0, do="mute")]])
def test_a_stream_without_feelings_is_told(tmp_path: Path, happened: list[events.Event]) -> None:
    with pytest.raises(InputError, match="Nothing was felt"):
        read_story(record(tmp_path, happened))


def test_the_picture_shows_every_point_and_cause() -> None:
    of = story([felt(2.0, happy=0.3), felt(9.0, happy=0.1, sad=0.35)], [moved(5.0, happy=0.4)])
    drawn = parsed(of)
    scale = Scale(9.0 * 1.02, 0.4)
    assert set(EMOTIONS) <= {text.text for text in drawn.iter(f"{SVG}text")}
    lines = {path.attrib["stroke"]: path.attrib["d"] for path in drawn.iter(f"{SVG}path")}
    assert lines.keys() == {COLOURS["happy"], COLOURS["sad"]}, "what was never felt has no line"
    places = [tuple(map(float, place)) for place in re.findall(r"([\d.]+) ([\d.]+)", lines[COLOURS["happy"]])]
    assert places == [
        pytest.approx((scale.x(at), scale.y(value)), abs=0.06) for at, value in [(2.0, 0.3), (5.0, 0.4), (9.0, 0.1)]
    ]
    assert "0:02 mood happy 0.30 - text happy 0.80 - voice happy 0.60 - We won!" in tips(drawn)
    assert "0:05 mood happy 0.40 - moved by raid" in tips(drawn)
    assert [text.attrib["x"] for text in drawn.iter(f"{SVG}text") if text.text == "raid"] == [f"{scale.x(5.0) + 4:.1f}"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1e6), vector, anything, st.booleans()), min_size=1, max_size=12), anything)
def test_no_text_and_no_number_breaks_the_picture(found, title: str) -> None:
    sentences = [felt(at, n, text, **values) for n, (at, values, text, is_felt) in enumerate(found) if is_felt]
    causes = [moved(at, text, **values) for at, values, text, is_felt in found if not is_felt]
    drawn = parsed(story(sorted(sentences, key=lambda e: e.stream_s), sorted(causes, key=lambda e: e.stream_s)), title)
    width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    assert width <= LEFT + WIDEST + RIGHT + 1
    for shape in drawn.iter():
        for name, most in [("x", width), ("x1", width), ("cx", width), ("y", height), ("y1", height), ("cy", height)]:
            assert -1 <= float(shape.attrib.get(name, 0)) <= most, (shape.tag, shape.attrib)


def test_the_command_draws_it(program: Program) -> None:
    record(program.folder, [felt(1.0, happy=0.3, text="a < b & c"), chunk(0, 1.2), moved(3.0, "boss <down>", calm=0.2)])
    ran = program("feel", "--timeline", "events.jsonl")
    assert ran.code == 0
    assert "1 sentences felt, 1 other moves" in ran.err
    drawn = ElementTree.parse(program.folder / "mood.svg").getroot()
    assert any(tip.endswith("a < b & c") for tip in tips(drawn))
    assert "boss <down>" in {text.text for text in drawn.iter(f"{SVG}text")}


@pytest.mark.parametrize("out", ["nowhere/mood.svg", "folder.svg"])
def test_a_picture_that_cannot_be_written_leaves_nothing(program: Program, out: str) -> None:
    record(program.folder, [felt(1.0, happy=0.3)])
    (program.folder / "folder.svg").mkdir()
    ran = program("feel", "--timeline", "events.jsonl", "--out", out)
    assert ran.code == 1
    assert ran.err.count("error: ") == 1
    assert out in ran.err
    assert sorted(path.name for path in program.folder.iterdir()) == ["events.jsonl", "folder.svg"]


def test_a_picture_replaces_the_last(program: Program) -> None:
    record(program.folder, [felt(1.0, happy=0.3)])
    (program.folder / "mood.svg").write_text("old")
    assert program("feel", "--timeline", "events.jsonl").code == 0
    assert (program.folder / "mood.svg").read_text("utf-8").startswith("<svg")
