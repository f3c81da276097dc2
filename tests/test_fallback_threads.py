"""The fallback on real threads and a real clock: a voice that hangs in its thread holds up nobody else's."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from engine import events
from engine.events import Event
from engine.loop import Engine
from engine.profile import Profile
from engine.protocols import Port
from engine.running import Running
from engine.values import Line, Message, Samples
from tests.fakes.company import Player
from tests.fakes.stage import RATE


class Hanging(Player):
    """Hangs in its second line, once, until it is let go."""

    def __init__(self) -> None:
        super().__init__("slow:a")
        self.let_go = threading.Event()
        self.threads: set[str] = set()

    def speak(self, line: Line) -> Iterator[Samples]:
        for block in super().speak(line):
            self.threads.add(threading.current_thread().name)
            if "hang" in line.text:
                self.let_go.wait(20)
            yield block


class Three:
    """Three messages, one after the other."""

    name = "three"
    finite = True

    async def run(self, port: Port) -> None:
        for number, text in enumerate(("first line", "hang here", "last line")):
            await port.post(Message(f"m{number}", text))


def test_a_hanging_thread_loses_its_line_to_the_next_voice_and_the_program_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, quick = Hanging(), Player("quick:b")
    monkeypatch.setattr("engine.wiring.load_warm", lambda name, settings: {"slow:a": slow, "quick:b": quick}[name])
    profile = Profile.model_validate(
        {
            "voices": ("slow:a", "quick:b"),
            "voicing": {"fallback": {"first_s": 0.4, "retry_s": 60.0}},
            "audio": {"sink": "null", "sample_rate": RATE},
        }
    )
    seen: list[Event] = []

    def watch(engine: Engine) -> None:
        engine.road.bus.tap(seen.append)

    begun = time.monotonic()
    asyncio.run(Running(profile, plugins=[Three()], until_idle=True, observers=[watch]).run())
    took = time.monotonic() - begun
    slow.let_go.set()
    assert [event.text for event in seen if isinstance(event, events.Spoken)] == [
        "first line",
        "hang here",
        "last line",
    ]
    assert [line.text for line in quick.said] == ["hang here", "last line"]
    assert slow.threads == {"voice slow"}
    assert took < 15
