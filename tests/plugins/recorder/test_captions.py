"""The captions of a kept session are those that were written while it ran."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pysubs2

from engine.api import Word, events
from plugins.captions import Captions, CaptionsSettings
from plugins.recorder import RecorderSettings, SessionRecorder
from plugins.recorder.captions import srt
from plugins.recorder.heard import Held, Timed, noted
from tests.fakes.outputs import FakeStage
from tests.fakes.stage import stage

RATE = 1000


def sounding(words: tuple[tuple[int, int, float, float], ...], seconds: float) -> events.Sounding:
    return events.Sounding(
        t=1.0, turn_id=1, index=0, author="ann", text="one two three", emotion={}, start=RATE, seconds=seconds,
        words=words,
    )  # fmt: skip


GUESSED = ((0, 3, 0.0, 0.1), (4, 7, 0.1, 0.2), (8, 13, 0.2, 0.3))
TRUE = ((0, 3, 0.0, 1.0), (4, 7, 1.0, 2.0), (8, 13, 2.0, 3.0))
TIMED = Timed(t=4.0, turn_id=1, index=0, seconds=3.0, words=TRUE)


def played(end_s: float) -> events.PlayedSpan:
    return events.PlayedSpan(t=9.0, turn_id=1, index=0, start=RATE, end=round(end_s * RATE))


def captions(*happened: events.Event) -> list[tuple[int, int, str]]:
    """Of a sound file that begins with device sample ``RATE``: milliseconds and text."""
    read = pysubs2.SSAFile.from_string(srt(happened, RATE, RATE), "srt") if happened else []
    return [(one.start, one.end, one.plaintext) for one in read]


def test_words_lie_where_they_sounded_and_not_where_they_were_guessed() -> None:
    assert captions(sounding(GUESSED, 0.3), TIMED, played(2.5)) == [(0, 1500, "one two")]
    assert captions(sounding(TRUE, 3.0), played(2.5)) == [(0, 1500, "one two")], "kept before words were timed"


def test_muted_words_are_in_no_caption() -> None:
    mute, unmute = (Held(t=2.0, do=do, sample=sample) for do, sample in (("mute", 1900), ("unmute", 2900)))
    assert captions(sounding(GUESSED, 0.3), mute, unmute, TIMED, played(4.0)) == [(0, 3000, "one three")]
    whole = Held(t=0.0, do="mute", sample=0)
    assert captions(whole, sounding(GUESSED, 0.3), TIMED, played(4.0)) == []


def test_a_pause_moves_what_follows() -> None:
    pause, resume = (Held(t=2.0, do=do, sample=sample) for do, sample in (("pause", 2500), ("resume", 9000)))
    assert captions(sounding(GUESSED, 0.3), pause, resume, TIMED, played(4.0)) == [(0, 3000, "one two")]
    assert captions(sounding(GUESSED, 0.3), pause, resume, TIMED, played(10.5)) == [(0, 9500, "one two three")]


def test_what_the_stage_knew_is_noted() -> None:
    heard = FakeStage(RATE)
    heard.passages = [heard.say("one two three", 1.0, 3.0)]
    words = tuple((word.begin, word.end, word.at_s, word.until_s) for word in heard.passages[0].words)
    assert noted(played(4.0), heard) == Timed(t=9.0, turn_id=1, index=0, seconds=3.0, words=words)
    assert [Word(*word) for word in words] == list(heard.passages[0].words)
    assert noted(events.Controlled(t=5.0, do="skip"), heard) is None
    assert isinstance(noted(events.Controlled(t=5.0, do="mute"), heard), Held)


async def test_a_kept_session_has_the_captions_that_were_written_live(tmp_path: Path) -> None:
    """A whole engine, paused and muted in mid-clause."""
    live = Captions(CaptionsSettings(folder=str(tmp_path / "live"), formats=("srt",), now_file=""))
    kept = SessionRecorder(RecorderSettings(folder=str(tmp_path / "kept"), least_free_gb=0.0))
    async with stage(plugins=(live, kept)) as it:
        it.post("One two three four five six seven eight nine.")
        await it.until(events.Sounding)
        await asyncio.sleep(0.4)
        it.engine.control({"do": "pause"})
        await asyncio.sleep(0.4)
        it.engine.control({"do": "resume"})
        await asyncio.sleep(0.3)
        it.engine.control({"do": "mute"})
        await asyncio.sleep(0.7)
        it.engine.control({"do": "unmute"})
        await it.until(events.Spoken)
    (first,), (second,) = (tmp_path / "live").glob("*.srt"), (tmp_path / "kept").glob("*/captions.srt")
    written, made = (list(pysubs2.load(str(path))) for path in (first, second))
    assert [one.plaintext for one in made] == [one.plaintext for one in written]
    assert made[0].plaintext.startswith("One")
    assert len(" ".join(one.plaintext for one in made).split()) < 9, "muted words are in neither"
    begins = {one.start - other.start for one, other in zip(written, made, strict=True)}
    assert max(begins) - min(begins) <= 1, "but for where the sound file begins"
