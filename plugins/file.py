"""Reads chat from a file: one message a line, as plain text or as a JSON object with its time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import Field

from engine.api import Clock, InputError, PluginError, Port, Settings, StreamvoiceError
from plugins.byte_source import ByteSource, ThreadReader, standard_input
from plugins.intake import as_object, take
from plugins.lines import LineSplitter, TextLine

LATEST_S = 7 * 86_400.0
"""The latest time a line may ask for, in seconds from the start."""


class ChatFileSettings(Settings):
    """A file of chat."""

    path: str = "-"
    """The file; "-" is standard input."""
    fast: bool = False
    """Whether lines are read as fast as they can be spoken, whatever their times."""
    max_bytes: int = Field(default=65_536, ge=256, le=1_048_576)
    """The longest line in bytes; the rest of a longer one is left out."""


class ChatFile:
    """A file as a source; finished at its end. ``patient``: where it is read fast it waits for the voice.

    Raises:
        PluginError: at construction, where there is no such file.
    """

    Settings = ChatFileSettings
    name = "file"
    kind = "source"
    finite = True

    def __init__(
        self,
        settings: ChatFileSettings,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self.patient = settings.fast
        self._clock = clock
        self._sleep = sleep
        if settings.path != "-" and not Path(settings.path).exists():
            raise PluginError(f"There is no file {settings.path!r}.", "Give the path of a text or JSONL file.")

    async def run(self, port: Port) -> None:
        """Post every line at its time, or (``fast``) as the engine takes them."""
        port.state("connected", self._settings.path)
        started = self._clock()
        try:
            async for line in _lines(self._settings.path, self._settings.max_bytes):
                await self._take(line, started, port)
        except OSError as error:
            port.failed(f"Reading {self._settings.path!r} failed: {error.strerror or error}.", "Check the file.")
            port.state("failed", "could not be read")
        else:
            port.state("finished", "end of file")

    async def _take(self, line: TextLine, started: float, port: Port) -> None:
        if not line.text.strip():
            return
        try:
            obj = as_object(line)
            await self._wait(moment(obj), started)
            await take(obj, port, platform=self.name, now=self._clock(), fallback_id=f"line-{line.number}")
        except StreamvoiceError as error:
            port.failed(f"Line {line.number}: {error.what}", error.fix)
            port.refuse(line.text, error.what, f"line-{line.number}")

    async def _wait(self, at: float, started: float) -> None:
        ahead = started + at - self._clock()
        if ahead > 0 and not self._settings.fast:
            await self._sleep(ahead)


def moment(obj: dict[str, Any]) -> float:
    """The line's ``at``: seconds from the start of the file, 0 where it names none.

    Raises:
        InputError: it is not a number from 0 to a week.
    """
    at = obj.get("at")
    if at is None:
        return 0.0
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at <= LATEST_S:
        raise InputError("'at' is not a time.", "Give seconds from the start of the file, 0 to 604800.")
    return float(at)


async def _lines(path: str, max_bytes: int) -> AsyncIterator[TextLine]:
    # In pieces and off the loop: the file may be a pipe or lie on a slow disk, and the first line must not
    # wait for the last.
    splitter = LineSplitter(max_bytes)
    async with _opened(path) as source:
        async for piece in ThreadReader(source):
            for line in splitter.feed(piece):
                yield line
    for line in splitter.close():
        yield line


@asynccontextmanager
async def _opened(path: str) -> AsyncIterator[ByteSource]:
    if path == "-":
        yield standard_input()
        return
    # Opening a named pipe waits for its writer.
    stream = await asyncio.to_thread(Path(path).open, "rb", buffering=0)
    try:
        yield stream
    finally:
        stream.close()
