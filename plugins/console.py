"""Reads chat from standard input: a line is a message, a JSON object or a control verb."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from pydantic import Field

from engine.api import Clock, InputError, Port, Settings, object_from
from plugins.intake import take
from plugins.lines import LineSplitter, TextLine

_ARGUMENT = {"say": "text", "profile": "name", "drop": "turn_id"}
"""The key under which a verb's one argument travels; "value" for all others."""
_NUMBERS: dict[str, Callable[[str], float]] = {"volume": float, "drop": int}
"""The verbs whose argument is a number, and how it is read."""


class ConsoleSettings(Settings):
    """Standard input."""

    author: str = ""
    """Whom lines without an author are from."""
    max_bytes: int = Field(default=65_536, ge=256, le=1_048_576)
    """The longest line in bytes; the rest of a longer one is left out."""


class ByteSource(Protocol):
    """Something read in pieces: at most ``size`` bytes, at least one, b"" at the end."""

    def read(self, size: int, /) -> bytes | None:
        """The next piece."""
        ...


class Console:
    """Standard input as a source; finished at its end."""

    Settings = ConsoleSettings
    name = "console"
    finite = True

    def __init__(
        self, settings: ConsoleSettings, source: ByteSource | None = None, clock: Clock = time.monotonic
    ) -> None:
        self._settings = settings
        self._source = source
        self._clock = clock

    async def run(self, port: Port) -> None:
        """Read lines until standard input ends."""
        pieces: asyncio.Queue[bytes] = asyncio.Queue(maxsize=4)
        _start_reading(self._source or _standard_input(), pieces)
        splitter = LineSplitter(self._settings.max_bytes)
        port.state("connected", "type a line, or /skip")
        while piece := await pieces.get():
            for line in splitter.feed(piece):
                await self._take(line, port)
        for line in splitter.close():
            await self._take(line, port)
        port.state("finished", "end of input")

    async def _take(self, line: TextLine, port: Port) -> None:
        if not line.text.strip():
            return
        try:
            obj = {"author": self._settings.author, **parsed(line.text)}
            await take(obj, port, platform=self.name, now=self._clock(), fallback_id=f"line-{line.number}")
        except InputError as error:
            port.failed(f"Line {line.number}: {error.what}", error.fix)


def parsed(text: str) -> dict[str, Any]:
    """A console line as an object: JSON, ``/verb argument``, or plain text.

    Raises:
        InputError: it begins like JSON and is broken, or the argument is no number where one is due.
    """
    text = text.strip()
    if text.startswith("{"):
        return object_from(text)
    if not text.startswith("/"):
        return {"text": text}
    verb, _, argument = text[1:].partition(" ")
    if not argument.strip():
        return {"do": verb}
    return {"do": verb, _ARGUMENT.get(verb, "value"): _read(verb, argument.strip())}


def _read(verb: str, argument: str) -> str | float:
    try:
        return _NUMBERS[verb](argument) if verb in _NUMBERS else argument
    except ValueError as error:
        raise InputError(f"/{verb} needs a number.", f"Type /{verb} 1.") from error


def _standard_input() -> ByteSource:
    # The raw stream under the buffer: a thread waiting inside the buffered one holds its lock, and the
    # interpreter aborts when it meets that lock at exit.
    buffer = sys.stdin.buffer
    return getattr(buffer, "raw", buffer)


def _start_reading(source: ByteSource, pieces: asyncio.Queue[bytes]) -> None:
    """Feed ``pieces`` from a thread: no event loop can wait on standard input on Windows, nor on a file anywhere."""
    loop = asyncio.get_running_loop()

    def hand_over(piece: bytes) -> bool:
        try:
            asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()
        except RuntimeError:  # the loop is closed: the engine has stopped
            return False
        return bool(piece)

    def read() -> None:
        while hand_over(_next_piece(source)):
            pass

    threading.Thread(target=read, name="console-reader", daemon=True).start()


def _next_piece(source: ByteSource) -> bytes:
    try:
        return source.read(65_536) or b""
    except (OSError, ValueError):  # the terminal went away, or standard input is closed
        return b""
