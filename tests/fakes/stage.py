"""A whole engine without a model or a device: a voice that takes modelled time, a device that pulls on time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from engine import events
from engine.audio.playout import Playout
from engine.emotion.slow.ahead import Work
from engine.errors import UnspeakableError, VoiceError
from engine.events import Event
from engine.loop import Engine
from engine.profile import Profile
from engine.protocols import Plugin
from engine.values import Line, Message, Samples
from engine.voices.cast import Cast
from engine.voices.settings import VoiceSettings
from engine.wiring import build_road

RATE = 8000
BLOCK = 80
SECONDS_PER_CHARACTER = 0.05


class FakeVoice:
    """Says 0.05 s per character as a steady 0.5; ``[fail]`` in a text makes it fail, "???" cannot be spoken."""

    name = "fake"
    sample_rate = RATE

    def __init__(self) -> None:
        self.said: list[Line] = []

    def speakable(self, text: str) -> str:
        if "???" in text:
            raise UnspeakableError("only question marks")
        return text.strip()

    def natural_seconds(self, line: Line) -> float:
        return len(line.text) * SECONDS_PER_CHARACTER

    def speak(self, line: Line) -> Iterator[Samples]:
        self.said.append(line)
        if "[fail]" in line.text:
            raise VoiceError("The model broke.", "Mend it.")
        seconds = line.duration if line.duration is not None else self.natural_seconds(line) * line.pace
        samples = np.full(round(seconds * RATE), 0.5, np.float32)
        for start in range(0, len(samples), RATE // 4):
            yield samples[start : start + RATE // 4]


class InlineCast(Cast):
    """Does the voice's work on the spot: in virtual time a thread would be outside of time."""

    def __init__(self, voice: FakeVoice, synth_s: float = 0.02) -> None:
        def load(name: str, voicing: VoiceSettings) -> FakeVoice:
            if name != "fake":
                raise VoiceError(f"There is no voice {name!r}.", "Did you mean 'fake'?")
            return voice

        super().__init__(["fake"], load, asyncio.get_running_loop().time, VoiceSettings(), lambda name: None)
        self._synth_s = synth_s

    async def work(self, name: str, task: Callable[..., Any], *args: object) -> Any:
        await asyncio.sleep(self._synth_s)
        return task(*args)


class FakeSink:
    """A device in virtual time: pulls a block every ``BLOCK / RATE`` seconds and keeps what it was given."""

    name = "fake sink"
    sample_rate = RATE
    latency = 0.0

    def __init__(self, realtime: bool = True) -> None:
        self.realtime = realtime
        self.heard: list[Samples] = []
        self._task: asyncio.Task[None] | None = None

    def start(self, playout: Playout) -> None:
        self._task = asyncio.ensure_future(self._pull(playout))

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _pull(self, playout: Playout) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            out = np.zeros(BLOCK, np.float32)
            playout.fill(out)
            self.heard.append(out)
            due += BLOCK / RATE
            await asyncio.sleep(due - loop.time())

    @property
    def samples(self) -> Samples:
        return np.concatenate(self.heard) if self.heard else np.zeros(0, np.float32)


async def inline(task: Callable[..., Any], *args: object) -> Any:
    """A slow reader's work in no time, on the spot."""
    return task(*args)


class Stage:
    """An engine on a fake voice and device, and everything that was published."""

    def __init__(
        self,
        profile: Profile | None = None,
        plugins: tuple[Plugin, ...] = (),
        realtime: bool = True,
        work: Work = inline,
        voice: Any = None,
        synth_s: float = 0.02,
        sink: FakeSink | None = None,
    ) -> None:
        clock = asyncio.get_running_loop().time
        self.voice = voice or FakeVoice()
        self.sink = sink or FakeSink(realtime)
        profile = profile or Profile()
        road = build_road(profile, self.sink, clock, work)
        road.cast = InlineCast(self.voice, synth_s)
        self.engine = Engine(road, profile, "test", plugins)
        self.events: list[Event] = []
        road.bus.tap(self.events.append)
        self._count = 0

    def post(self, text: str, **details: Any) -> str:
        """Accept a message; returns its id."""
        self._count += 1
        details.setdefault("id", f"m{self._count}")
        details.setdefault("author", f"viewer{self._count}")
        self.engine.intake.accept(Message(text=text, at=self.engine.road.clock(), **details))
        return str(details["id"])

    def of(self, kind: type[Event]) -> list[Any]:
        """Every event of one type so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def texts(self, kind: type[Event]) -> list[str]:
        """Their texts."""
        return [event.text for event in self.of(kind)]

    async def idle(self) -> None:
        """Wait until all is heard."""
        await self.engine.until_idle()

    async def until(self, kind: type[Event], count: int = 1) -> Any:
        """Wait for the ``count``-th event of a type."""
        while len(self.of(kind)) < count:
            await asyncio.sleep(0.001)
        return self.of(kind)[count - 1]


@asynccontextmanager
async def stage(**options: Any) -> Any:
    """A running stage, ready to speak."""
    async with running(Stage(**options)) as made:
        yield made


@asynccontextmanager
async def running(made: Stage) -> Any:
    """Have ``made`` run, ready to speak."""
    task = asyncio.ensure_future(made.engine.run())
    try:
        await made.until(events.Ready)
        yield made
    finally:
        task.cancel()
        made.sink.stop()
        await asyncio.gather(task, return_exceptions=True)
