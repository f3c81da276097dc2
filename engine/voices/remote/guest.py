"""One client of the voice server: its requests are answered, its line is sent no faster than it takes it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterator
from contextlib import aclosing
from typing import Any

import numpy as np
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from engine.errors import InputError, StreamvoiceError, UnspeakableError, UnsuitedError
from engine.values import Samples
from engine.voices.remote import wire
from engine.voices.remote.stage import Stage

_log = logging.getLogger("streamvoice.voice")


class Guest:
    """Serves one connection.

    Args:
        connection: to the client.
        stage: the voice.
        hello: what is said first.
    """

    def __init__(self, connection: ServerConnection, stage: Stage, hello: wire.Hello) -> None:
        self._connection = connection
        self._stage = stage
        self._hello = hello
        self._work: asyncio.Task[None] | None = None
        self._speaking: wire.Speak | None = None
        self._room = asyncio.Condition()
        self._credit = self._sent = 0
        self._heard_at = 0.0

    async def serve(self) -> None:
        """Answer until the connection ends; then what is being made is given up."""
        try:
            await self._say(self._hello)
            async for frame in self._connection:
                await self._take(frame)
                await asyncio.sleep(0)  # frames that lie ready are handed out without a pause
        except ConnectionClosed:
            return
        finally:
            self._give_up()

    async def _take(self, frame: str | bytes) -> None:
        try:
            request = wire.request(frame)
        except InputError as error:
            await self._say(wire.Fault(kind="request", what=error.what, fix=error.fix))
            return
        match request:
            case wire.More():
                await self._more(request)
            case wire.Cancel():
                await self._cancel(request)
            case _ if self._work is not None and not self._work.done():
                what = "The line before is still being spoken."
                await self._say(wire.Fault(id=request.id, kind="busy", what=what, fix="Cancel it, or connect again."))
            case wire.Speak():
                self._speaking, self._credit, self._sent = request, request.ahead, 0
                self._start(request.id, self._speak(request))
            case wire.Natural():
                self._start(request.id, self._length(request))
            case wire.Speakable():
                self._start(request.id, self._reading(request))

    def _start(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        self._work = asyncio.create_task(self._told(number, work))

    async def _told(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        """Do it, and tell the client what went wrong."""
        with contextlib.suppress(ConnectionClosed):
            try:
                await work
            except ConnectionClosed:
                raise
            except StreamvoiceError as error:
                self._speaking = None  # as after an end
                await self._say(wire.Fault(id=number, kind=_kind(error), what=error.what[:500], fix=error.fix[:500]))
            except Exception as error:  # noqa: BLE001  a model may raise anything, and the other clients want to go on
                self._speaking = None
                _log.error("The voice failed on a line.", exc_info=error)
                what = f"The voice failed on this line ({type(error).__name__})."
                await self._say(wire.Fault(id=number, kind="voice", what=what, fix="Look into the server's own log."))

    async def _speak(self, request: wire.Speak) -> None:
        line = request.line(await self._read(request.text, request.normalise))
        await self._say(wire.Begin(id=request.id, sample_rate=self._stage.voice.sample_rate))
        async with aclosing(self._stage.blocks(line)) as blocks:
            async for block in blocks:
                await self._at_work(len(block))
                for piece in _pieces(block):
                    await self._allowed()
                    await self._connection.send(_bytes(piece, request.format))
                    self._sent += len(piece)
        self._speaking = None  # a cancel that comes from here on must not bring a second end
        await self._say(wire.End(id=request.id, samples=self._sent))

    async def _at_work(self, samples: int) -> None:
        """Tell a client every second that steps are made though they give no sound: slow is not dead."""
        now = asyncio.get_running_loop().time()
        if samples:
            self._heard_at = now
        elif now - self._heard_at > wire.SILENT_S:
            self._heard_at = now
            await self._connection.send(b"")

    async def _length(self, request: wire.Natural) -> None:
        line = request.line(await self._read(request.text, request.normalise))
        seconds = await self._stage.ask(self._stage.voice.natural_seconds, line)
        await self._say(wire.Seconds(id=request.id, seconds=seconds))

    async def _reading(self, request: wire.Speakable) -> None:
        await self._say(wire.Reading(id=request.id, text=await self._read(request.text, normalise=True)))

    async def _read(self, text: str, normalise: bool) -> str:
        return await self._stage.ask(self._stage.voice.speakable, text) if normalise else text

    async def _allowed(self) -> None:
        """Wait until the client has room for a block."""
        async with self._room:
            await self._room.wait_for(lambda: self._credit > 0)
            self._credit -= 1

    async def _more(self, request: wire.More) -> None:
        if self._speaking is not None and request.id == self._speaking.id:
            async with self._room:
                self._credit = min(wire.MOST_AHEAD, self._credit + request.blocks)
                self._room.notify()

    async def _cancel(self, request: wire.Cancel) -> None:
        """A line that has just ended was told already."""
        if self._speaking is not None and request.id == self._speaking.id and self._give_up():
            await self._say(wire.End(id=request.id, samples=self._sent, cancelled=True))

    def _give_up(self) -> bool:
        """End the present work, so that the next may begin at once; False where there is none."""
        work, self._work, self._speaking = self._work, None, None
        return work is not None and work.cancel()

    async def _say(self, reply: wire.Reply) -> None:
        await self._connection.send(reply.model_dump_json())


def _kind(error: StreamvoiceError) -> Any:
    kinds = ((UnspeakableError, "unspeakable"), (UnsuitedError, "unsuited"), (InputError, "request"))
    return next((name for kind, name in kinds if isinstance(error, kind)), "voice")


def _pieces(block: Samples) -> Iterator[Samples]:
    return (block[begin : begin + wire.LARGEST_BLOCK] for begin in range(0, len(block), wire.LARGEST_BLOCK))


def _bytes(samples: Samples, format_: str) -> bytes:
    if format_ == "f32":
        return samples.astype("<f4").tobytes()
    return (np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes()
