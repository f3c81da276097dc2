"""Starts and stops an engine around one task: open the sink, run until told or idle, leave complete files behind."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine import events
from engine.audio.open import open_or_record
from engine.audio.report import Report
from engine.errors import StreamvoiceError
from engine.event_log import EventLog
from engine.events import State
from engine.loop import Engine
from engine.profile import Profile
from engine.protocols import Plugin
from engine.wiring import build_road

SWITCH_S = 0.001
"""The device's thread needs Python for a moment every few milliseconds; the default of 5 ms is a whole block."""


@dataclass(slots=True)
class Running:
    """What to run.

    ``fast`` renders to files and ``null`` as fast as the voice speaks; ``record`` also writes down what was heard;
    ``observers`` are called with the engine once it exists, before anything starts.
    """

    profile: Profile
    name: str = "default"
    plugins: Sequence[Plugin] = ()
    fast: bool = False
    until_idle: bool = False
    events_path: Path | None = None
    record: Path | None = None
    observers: Sequence[Callable[[Engine], None]] = ()

    async def run(self) -> Engine:
        """Run to the end and return the engine for a last look; cancel the task to stop.

        Raises:
            InputError: the sink or a path is unusable.
            VoiceError: the voice cannot be loaded.
        """
        sys.setswitchinterval(SWITCH_S)
        audio = self.profile.audio
        news = News(asyncio.get_running_loop())
        sink = open_or_record(audio.sink, self.fast, audio, Path(audio.recordings), report=news.of("sink"))
        engine = Engine(build_road(self.profile, sink), self.profile, self.name, self.plugins)
        news.engine = engine
        with ExitStack() as stack:
            self._observe(engine, stack, news)
            stack.callback(sink.stop)
            await self._until_done(engine)
        return engine

    def _observe(self, engine: Engine, stack: ExitStack, news: News) -> None:
        for observe in self.observers:
            observe(engine)
        if self.events_path is not None:
            log = EventLog(self.events_path, partial(news.of("event log"), "failed"))
            stack.callback(log.close)
            stack.callback(engine.road.bus.tap(log.put))
        if self.record is not None:
            from engine.audio.record import Recorder

            recorder = Recorder(engine.road.playout, self.record, news.of("recorder"))
            stack.callback(recorder.stop)

    async def _until_done(self, engine: Engine) -> None:
        tasks = {asyncio.create_task(engine.run(), name="engine")}
        if self.until_idle:
            tasks.add(asyncio.create_task(engine.until_idle(), name="until idle"))
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                _raise_own(task)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class News:
    """Brings what a sink or a file's writer says on its own thread to the engine's bus."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.engine: Engine | None = None
        self._loop = loop

    def of(self, name: str) -> Report:
        """What ``name`` reports with, from any thread."""

        def report(state: State, what: str, fix: str = "") -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._tell, name, state, what, fix)

        return report

    def _tell(self, name: str, state: State, what: str, fix: str) -> None:
        if self.engine is None:
            return
        road = self.engine.road
        self.engine.connection(name, state, what)
        if state != "connected":
            road.bus.publish(events.Failed(t=road.clock(), where=name, what=what, fix=fix))


def _raise_own(task: asyncio.Task[None]) -> None:
    """What the task died of; an error meant for the user comes out of the group that the task group wrapped it in."""
    try:
        task.result()
    except BaseExceptionGroup as group:
        own = group.subgroup(StreamvoiceError)
        while isinstance(own, BaseExceptionGroup):
            own = own.exceptions[0]  # type: ignore[assignment]  # a leaf ends the loop
        raise own or group from None
