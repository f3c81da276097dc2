"""The engine as a panel sees it, and the thread it runs on."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from engine import events
from engine.cli.panel_run import EngineThread
from engine.deck import EngineDeck
from engine.errors import InputError, StreamvoiceError, VoiceError
from engine.profile import Profile
from engine.protocols import Port
from engine.running import Running
from engine.status import Offer
from engine.values import Message
from tests.fakes.stage import RATE, FakeVoice, stage
from tests.fakes.virtual_time import run


def test_a_look_at_a_speaking_engine() -> None:
    async def look() -> None:
        async with stage() as on:
            deck = EngineDeck(on.engine, asyncio.get_running_loop())
            on.post("Hello there, chat.", kind="raid", amount=5.0, author="anna")
            on.post("And another one.", author="ben")
            await on.until(events.Onset)
            await asyncio.sleep(0.5)
            status = deck.status()
            assert status.ready
            assert status.now is not None
            assert (status.now.author, status.now.kind) == ("anna", "raid")
            assert 0 < status.now.heard_chars < len(status.now.text)
            assert [waiting.author for waiting in status.waiting] == ["ben"]
            assert status.waiting_total == 1
            assert status.level_db == pytest.approx(-6.0, abs=0.5)
            assert status.buffered_s > 0
            assert status.backlog_s > status.buffered_s
            assert {"message", "queued", "onset"} <= {event.type for event in deck.recent()}
            assert deck.recent() == []
            await on.idle()
            done = deck.status()
            assert (done.spoken, done.now, done.waiting) == (2, None, ())
            assert done.level_db < -30

    run(look())


def test_outputs_acts_and_faults_reach_the_panel() -> None:
    class Lamp:
        name = "lamp"

        async def run(self, port: Port) -> None:
            port.offer("test", "Blink.", lambda value: "blinked")
            port.offer("colour", "Change the colour.", lambda value: value, "colour")
            port.failed("The bulb is loose.", "Turn it.")
            await asyncio.sleep(1000)

    async def look() -> None:
        async with stage(plugins=(Lamp(),)) as on:
            deck = EngineDeck(on.engine, asyncio.get_running_loop())
            await asyncio.sleep(0.2)
            assert deck.status().offers == (
                Offer("lamp", "test", "Blink."),
                Offer("lamp", "colour", "Change the colour.", "colour"),
            )
            [fault] = deck.status().faults
            assert (fault.where, fault.what, fault.fix) == ("lamp", "The bulb is loose.", "Turn it.")

    run(look())


class Talker:
    """Says one thing and waits for ever."""

    name = "talker"

    async def run(self, port: Port) -> None:
        await port.post(Message("a", "Hello from the thread."))
        await asyncio.Event().wait()


@pytest.fixture
def fake_voice(monkeypatch: pytest.MonkeyPatch) -> FakeVoice:
    voice = FakeVoice()

    def load(name: str, settings: object = None) -> FakeVoice:
        if name != "fake":
            raise VoiceError("There is no such voice.")
        return voice

    monkeypatch.setattr("engine.wiring.load_warm", load)
    return voice


def running(tmp_path: Path, voice: str = "fake", sink: str = "null") -> Running:
    audio = Profile().audio.model_copy(update={"sink": sink, "sample_rate": RATE})
    return Running(Profile(voice=voice, audio=audio), plugins=[Talker()], events_path=tmp_path / "events.jsonl")


def test_the_thread_runs_obeys_and_leaves_whole_files(fake_voice: FakeVoice, tmp_path: Path) -> None:
    thread = EngineThread(running(tmp_path, sink=f"wav:{tmp_path / 'out.wav'}"))
    deck = thread.start()
    seen: list[str] = []
    deadline = time.monotonic() + 10
    while "onset" not in seen and time.monotonic() < deadline:
        seen += [event.type for event in deck.recent()]
        time.sleep(0.01)
    assert deck.control({"do": "skip"})["ok"]
    with pytest.raises(InputError):
        deck.control({"do": "dance"})
    thread.stop()
    assert (tmp_path / "events.jsonl").read_text("utf-8").endswith("}\n")
    assert (tmp_path / "out.wav").stat().st_size > 44
    with pytest.raises(StreamvoiceError, match="has ended"):
        deck.control({"do": "skip"})


def test_what_the_engine_dies_of_is_raised_where_the_panel_runs(fake_voice: FakeVoice, tmp_path: Path) -> None:
    ended: list[bool] = []
    thread = EngineThread(running(tmp_path, voice="nobody"))
    thread.when_done = lambda: ended.append(True)
    thread.start()
    deadline = time.monotonic() + 10
    while not ended and time.monotonic() < deadline:
        time.sleep(0.01)
    with pytest.raises(VoiceError, match="no such voice"):
        thread.stop()


def test_an_engine_that_cannot_begin_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Unknown sink"):
        EngineThread(running(tmp_path, sink="loudspeaker")).start()
