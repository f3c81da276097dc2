"""The plugin with a fake port, and with a whole engine in virtual time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pysubs2
import pytest

from engine import events
from engine.api import Moment, Passage
from engine.values import Deletion
from plugins.captions import Captions, CaptionsSettings
from plugins.captions import log as log_module
from plugins.captions.cues import Limits, heard_tokens
from plugins.captions.log import Log
from tests.fakes.outputs import FakePort, FakeStage
from tests.fakes.stage import RATE, stage


class Bounded(FakeStage):
    """A device that was handed 0.1 s more than is heard."""

    def moment(self, ahead_s: float = 0.0) -> Moment:
        return super().moment(min(ahead_s, 0.1))


def settings(folder: Path, **more: Any) -> CaptionsSettings:
    return CaptionsSettings(folder=str(folder), **more)


def plugin(folder: Path, **more: Any) -> Captions:
    return Captions(settings(folder, **more), now=lambda: datetime(2026, 1, 2, 3, 4, 5))


async def test_a_session_of_a_whole_engine(tmp_path: Path) -> None:
    """Times are the device's samples; a deleted line ends at the cut and keeps none of its later words."""
    async with stage(plugins=(plugin(tmp_path),)) as it:
        it.post("Hello everybody. This is first.", author="ann")
        it.post("One two three four five six seven eight nine ten eleven twelve.", author="bob")
        await it.until(events.Spoken)
        await it.until(events.Sounding, len(it.of(events.Sounding)) + 1)
        await asyncio.sleep(0.7)
        it.engine.intake.delete(Deletion("local", author="bob"))
        await it.until(events.Interrupted)
    spans, (cut,) = it.of(events.PlayedSpan), it.of(events.Interrupted)
    srt = tmp_path / "captions_2026-01-02_03-04-05.srt"
    read = list(pysubs2.load(str(srt)))
    assert len(read) >= len(spans)
    for span in spans:
        assert any(abs(one.start - span.start / RATE * 1000) <= 1 for one in read)
        assert any(abs(one.end - span.end / RATE * 1000) <= 1 for one in read)
    assert abs(read[-1].end - cut.last_sample / RATE * 1000) <= 1
    assert "One two" in read[-1].plaintext
    assert "twelve" not in srt.read_text()
    assert srt.with_suffix(".vtt").read_text().startswith("WEBVTT\n\n00:00:0")
    assert "<v ann>Hello" in srt.with_suffix(".vtt").read_text()
    assert (tmp_path / "now.txt").read_text() == ""


async def test_what_was_begun_when_the_engine_stops_is_kept(tmp_path: Path) -> None:
    async with stage(plugins=(plugin(tmp_path, formats=("srt",)),)) as it:
        it.post("One two three four five six seven eight nine ten eleven twelve.")
        await it.until(events.Sounding)
        await asyncio.sleep(0.7)
    (one,) = pysubs2.load(str(tmp_path / "captions_2026-01-02_03-04-05.srt"))
    assert one.plaintext.startswith("One two")
    assert "twelve" not in one.plaintext
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".srt", ".txt"]


async def test_the_now_file_follows_the_ear(tmp_path: Path) -> None:
    port, now = FakePort(Bounded()), tmp_path / "now.txt"
    task = asyncio.create_task(plugin(tmp_path, formats=()).run(port))

    async def holds(text: str) -> None:
        async with asyncio.timeout(5):
            while not now.exists() or now.read_text() != text:
                await asyncio.sleep(0.01)

    await holds("")
    port.stage.say("Hello there!", 1.0, 2.0)
    port.stage.at_s = 1.5
    await holds("Hello there!")
    port.stage.cut.add(1)
    await holds("")
    port.stage.say("A line of " + "many words " * 6, 3.0, 2.0, turn_id=2)
    port.stage.at_s = 5.5
    await holds("A line of many words many words many\nwords many words many words many words")
    port.stage.at_s = 9.0
    await holds("")
    port.acts["test"]("")
    await holds("This is how your captions look, line by line!")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert now.read_text() == ""


def test_a_pause_holds_the_line_and_a_mute_hides_it() -> None:
    port = FakePort(Bounded())
    log = Log(port, Limits(), muted=False)
    made = port.stage.say("Hello there!", 0.0, 2.0)
    port.stage.at_s = 1.0
    assert log.now(2.5) == "Hello there!"
    held = Moment(30.0 * 24000, made, 1.0, 29.0)
    port.stage.moment = lambda ahead_s=0.0: held  # type: ignore[method-assign]
    assert log.now(2.5) == ""
    port.stage.paused = True
    assert log.now(2.5) == "Hello there!"
    port.stage.moment = lambda ahead_s=0.0: replace(held, spoken_s=2.0)  # type: ignore[method-assign]
    assert log.now(2.5) == "", "what was said to its end is not shown again because of a pause"
    port.stage.moment = lambda ahead_s=0.0: replace(held, silence_s=0.0)  # type: ignore[method-assign]
    log.take(events.Controlled(t=0.0, do="mute"))
    assert log.now(2.5) == ""


def test_a_clause_is_shaped_once_however_often_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    shaped: list[str] = []

    def counted(passage: Passage, *rest: Any) -> Any:
        shaped.append(passage.text)
        return heard_tokens(passage, *rest)

    monkeypatch.setattr(log_module, "heard_tokens", counted)
    port = FakePort(Bounded())
    log = Log(port, Limits(), muted=False)
    port.stage.say("Hello there!", 0.0, 2.0)
    port.stage.say("And you.", 2.0, 2.0, index=1)
    seen = []
    for tick in range(80):
        port.stage.at_s = tick * 0.05
        seen.append(log.now(2.5))
    assert seen == ["Hello there!"] * 40 + ["And you."] * 40
    assert shaped == ["Hello there!", "And you."]


async def test_an_unwritable_folder_is_one_line_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    port = FakePort(Bounded())
    task = asyncio.create_task(plugin(tmp_path / "file" / "sub").run(port))
    for number in range(20):
        made = port.stage.say("hi", number, 0.5, turn_id=number)
        port.publish(events.PlayedSpan(t=0.0, turn_id=number, index=0, start=made.start, end=made.start + 12000))
        await asyncio.sleep(0.005)
    async with asyncio.timeout(5):
        while not port.faults:
            await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    ((what, fix),) = port.faults
    assert "Captions cannot be written in" in what
    assert "[plugins.captions]" in fix
    assert port.states[-1][0] == "waiting"


@pytest.mark.parametrize("muted", [False, True])
def test_muted_from_the_start(muted: bool) -> None:
    port = FakePort(Bounded())
    log = Log(port, Limits(), muted)
    made = port.stage.say("hi", 1.0, 0.5)
    found = log.take(events.PlayedSpan(t=0.0, turn_id=1, index=0, start=made.start, end=made.start + 12000))
    assert [cue.lines for cue in found] == ([] if muted else [("hi",)])
