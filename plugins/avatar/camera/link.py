"""The engine's end of the camera's process: starts it, feeds it poses, hears how it fares. Never blocks the loop."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from engine.api import ConnectionLostError, PluginError, deaf
from plugins.avatar.camera.order import END, CameraOrder, Refused, Report, Running
from plugins.avatar.camera.process import serve
from plugins.avatar.pose import Pose

_GRACE_S = 1.0
"""How long an open camera may take to be let go of."""
_SPAWN = multiprocessing.get_context("spawn")  # a forked copy of running threads may hang


class CameraLink:
    """One process at a time; ``show`` may be called at any time and keeps only the newest pose.

    Args:
        order: what the process is to do.
    """

    def __init__(self, order: CameraOrder) -> None:
        self._order = order
        self._pose: bytes | None = None
        self._news = threading.Condition()
        self._open = False
        self.process: BaseProcess | None = None

    def show(self, pose: Pose) -> None:
        """Have this pose drawn next; one that was not yet sent is forgotten."""
        with self._news:
            self._pose = pose.pack()
            self._news.notify()

    async def run(self, hear: Callable[[Report], None]) -> None:
        """Run one process until it ends; ``hear`` gets its reports, on the loop's thread.

        Raises:
            PluginError: the camera cannot be opened here.
            ConnectionLostError: the process died.
        """
        loop = asyncio.get_running_loop()
        pipe, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=serve, args=(theirs, self._order), name="avatar camera", daemon=True)
        self.process = process
        refusals: list[Refused] = []
        running = False
        try:
            await asyncio.to_thread(_start, process)
            theirs.close()
            self._open = True
            feeding = threading.Thread(target=self._feed, args=(pipe,), name="avatar poses", daemon=True)
            feeding.start()

            def told(report: Report) -> None:
                nonlocal running
                running = running or isinstance(report, Running)
                if isinstance(report, Refused):
                    refusals.append(report)
                hear(report)

            await _until_closed(loop, pipe, told)
        finally:
            await self._stop(pipe, process, _GRACE_S if running else 0.0)
        if refusals:
            raise PluginError(refusals[0].what, refusals[0].fix)
        raise ConnectionLostError("The avatar's camera process ended.", "It is started again.")

    def _feed(self, pipe: Connection) -> None:
        """Send poses as they come, on a thread of its own: a full pipe may block it."""
        with contextlib.suppress(OSError, ValueError):
            while True:
                with self._news:
                    self._news.wait_for(lambda: self._pose is not None or not self._open)
                    data, self._pose = self._pose, None
                    if not self._open:
                        break
                if data is not None:
                    pipe.send_bytes(data)
            pipe.send_bytes(END)  # closing would not do: the pipe stays open while a thread waits for reports

    async def _stop(self, pipe: Connection, process: BaseProcess, grace_s: float) -> None:
        """Have the process let go of its camera and end by itself; one that does not is ended."""
        with self._news:
            self._open = False
            self._news.notify()
        try:
            if grace_s and process.is_alive():
                await asyncio.to_thread(process.join, grace_s)
        finally:
            if process.pid is not None:
                process.terminate()
            with contextlib.suppress(OSError):
                pipe.close()


async def _until_closed(loop: asyncio.AbstractEventLoop, pipe: Connection, told: Callable[[Report], None]) -> None:
    """Pass on reports until the other end is gone. Reading waits on a daemon thread, so it can be left behind."""
    done: asyncio.Future[None] = loop.create_future()

    def read() -> None:
        with contextlib.suppress(EOFError, OSError, RuntimeError):
            while True:
                loop.call_soon_threadsafe(told, pipe.recv())
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(_finish, done)

    threading.Thread(target=read, name="avatar camera reports", daemon=True).start()
    await done


def _finish(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)


def _start(process: BaseProcess) -> None:
    with deaf():
        process.start()
