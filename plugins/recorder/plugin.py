"""Runs a recording beside the voice: begins, watches the disk, sets marks, ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.api import InputError, PluginError, Port, StreamvoiceError
from plugins.recorder import room
from plugins.recorder.disk import filled, tidied
from plugins.recorder.drawing import drawn
from plugins.recorder.folders import PICTURE, create
from plugins.recorder.session import Session
from plugins.recorder.settings import RecorderSettings
from plugins.recorder.story import clock
from plugins.recorder.tidying import remove

LONGEST_MARK = 200
EVENTS = 8192
"""Events that may wait while the loop is busy."""


class SessionRecorder:
    """Keeps a session in a folder of its own."""

    Settings = RecorderSettings
    name = "recorder"
    kind = "output"

    def __init__(self, settings: RecorderSettings) -> None:
        self._settings = settings
        self._root = Path(settings.folder).expanduser()
        self._session: Session | None = None
        self._faulty = False
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, port: Port) -> None:
        """Record until cancelled; the folder is complete afterwards.

        Raises:
            PluginError: recording cannot begin.
        """
        session = self._session = self._begin(port)
        port.offer("test", "Set a mark and draw the timeline now.", lambda _: self._mark("test", draw=True))
        port.offer("mark", "Set a mark in the recording.", self._mark, "TEXT")
        self._later(self._watch(port, session))
        try:
            async for event in port.events(EVENTS):
                session.take(event)
        finally:
            working = [*self._tasks]
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await asyncio.to_thread(session.stop)
            await asyncio.to_thread(session.complete)

    def _begin(self, port: Port) -> Session:
        """Files are made here and now, for the first message must not be missed."""
        self._faulty = False
        loop, settings = asyncio.get_running_loop(), self._settings
        fault = self._fault_of(port)
        try:
            room.check(self._root, settings.least_free_gb)
            session = self._made(create(self._root, datetime.now()), port, fault, _from_thread(loop, fault))
        except StreamvoiceError as error:
            raise PluginError(error.what, error.fix) from error
        except OSError as error:
            raise PluginError(f"Cannot record to {self._root}: {error.strerror}.", room.FIX) from error
        port.state("connected", self._told(session))
        return session

    def _made(self, folder: Path, port: Port, *faults: Callable[[str, str], None]) -> Session:
        try:
            return Session(port, folder, self._settings.format, *faults)
        except (OSError, StreamvoiceError):
            remove(folder)  # or each attempt on a full disk would leave one
            raise

    def _fault_of(self, port: Port) -> Callable[[str, str], None]:
        """Told the first time only, for a full disk fails every file there is; what is there is completed."""

        def fault(what: str, fix: str) -> None:
            if self._faulty or self._session is None:
                return
            self._faulty = True
            port.failed(what, fix)
            port.state("failed", what)
            self._later(_ended_early(self._session, what))

        return fault

    def _told(self, session: Session) -> str:
        megabytes = session.bytes_per_hour / 1e6
        return f"{session.folder}, at most {megabytes:.0f} MB an hour"

    async def _watch(self, port: Port, session: Session) -> None:
        """Make room for the new session, then see that the disk keeps some."""
        await asyncio.to_thread(session.hold_room)
        removed = await tidied(self._root, self._settings, port.failed)
        if removed:
            port.state("connected", f"{self._told(session)}; removed {len(removed)} old sessions")
        least = self._settings.least_free_gb
        left = await filled(session.folder, least)
        self._fault_of(port)(room.too_little(self._root, left, least), room.FIX)

    def _mark(self, text: str, draw: bool = False) -> str:
        session = self._session
        if session is None or self._faulty:
            raise InputError("Nothing is being recorded.", room.FIX)
        session.mark(text[:LONGEST_MARK], time.monotonic())
        done = f"marked at {clock(session.seconds)}"
        if not draw:
            return done
        self._later(drawn(session.folder))
        return f"{done}, drawing {session.folder / PICTURE}"

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _ended_early(session: Session, why: str) -> None:
    """The voice goes on, so that nothing heavy may happen in its process."""
    await asyncio.to_thread(session.stop, why)
    await drawn(session.folder)


def _from_thread(loop: asyncio.AbstractEventLoop, tell: Callable[[str, str], None]) -> Callable[[str, str], None]:
    def told(what: str, fix: str) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, what, fix)

    return told
