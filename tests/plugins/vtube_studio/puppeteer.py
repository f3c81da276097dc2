"""The plugin on a fake VTube Studio in virtual time, with a stage that follows the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from plugins.vtube_studio import VTubeStudio, VTubeStudioSettings
from tests.fakes.outputs import FakePort, FakeStage
from tests.plugins.vtube_studio.fake_vts import FakeVts


class RunningStage(FakeStage):
    """Heard as time goes by."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        super().__init__()

    @property
    def at_s(self) -> float:  # type: ignore[override]
        return self._clock() - self._began

    @at_s.setter
    def at_s(self, value: float) -> None:
        pass

    def speak(self, seconds: float, **more: Any) -> None:
        """Say something from now on, with a sound that rises and falls four times a second."""
        start = self.at_s
        t = np.arange(round(seconds * self.sample_rate)) / self.sample_rate
        sound = (0.4 * (0.5 - 0.5 * np.cos(8 * np.pi * t)) * np.sin(1400 * t)).astype(np.float32)
        first = round(start * self.sample_rate)
        audio = np.zeros(max(len(self.audio), first + len(sound)), np.float32)
        audio[: len(self.audio)] = self.audio
        audio[first : first + len(sound)] = sound
        self.audio = audio
        self.say("Hello everybody out there.", start, seconds, turn_id=len(self.passages) + 1, **more)


class MemoryTokens:
    def __init__(self, token: str = "") -> None:
        self.token = token

    def load(self) -> str:
        return self.token

    def save(self, token: str) -> str:
        self.token = token
        return "memory"


async def inline(work: Callable[..., str], *args: object) -> str:
    return work(*args)


class Puppeteer:
    """Everything a test looks at."""

    def __init__(self, click: str = "allow", token: str = "", **settings: Any) -> None:
        self.clock = asyncio.get_running_loop().time
        self.vts = FakeVts(self.clock, click)
        self.stage = RunningStage(self.clock)
        self.port = FakePort(self.stage)
        self.tokens = MemoryTokens(token)
        self.plugin = VTubeStudio(
            VTubeStudioSettings.model_validate(settings), self.clock, self.tokens, self.vts.open, inline
        )

    @property
    def state(self) -> str:
        return self.port.states[-1][0] if self.port.states else ""

    async def until(self, true: Callable[[], object], within_s: float = 30.0) -> None:
        async with asyncio.timeout(within_s):
            while not true():
                await asyncio.sleep(0.01)


@asynccontextmanager
async def puppeteer(**options: Any) -> AsyncIterator[Puppeteer]:
    """The plugin running; at the end everything it sent must have had the right shape."""
    made = Puppeteer(**options)
    running = asyncio.ensure_future(made.plugin.run(made.port))
    try:
        yield made
        assert not running.done(), running.exception()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert made.vts.shape_faults == []


@asynccontextmanager
async def connected(**options: Any) -> AsyncIterator[Puppeteer]:
    """As above, once the model is known."""
    async with puppeteer(**options) as made:
        await made.until(lambda: made.state == "connected")
        yield made
