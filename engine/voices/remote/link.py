"""Our side of the voice stream: connections that are kept, made again when they are lost, and asked one thing each."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from engine.errors import InputError, VoiceError
from engine.voices.remote import wire
from engine.voices.remote.address import Address
from engine.voices.remote.dial import Dial, hang_up
from engine.voices.remote.settings import RemoteSettings
from engine.voices.remote.tally import Tally

_KEPT = 2  # connections
_CANCEL_S = 2.0
"""A server that has not ended a cancelled line by then is hung up on."""


class Link:
    """To one voice server. All methods run on the shared loop.

    Args:
        place: the server's address.
        token: sent as ``Authorization: Bearer``; "" for none.
        settings: times.
    """

    def __init__(self, place: Address, token: str, settings: RemoteSettings) -> None:
        self._dial = Dial(place, token, settings.connect_s)
        self._silent_s = settings.silent_s
        self._idle: list[ClientConnection] = []
        self._retiring: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)
        self.hello: wire.Hello | None = None
        """The server's, as of the last connection."""

    async def greet(self) -> wire.Hello:
        """Connect, if need be, and return the server's hello.

        Raises:
            VoiceError: it cannot be reached, refuses, or is no voice server of a protocol known here.
        """
        async with self._conversation():
            assert self.hello is not None  # noqa: S101  a connection begins with it
            return self.hello

    async def sound(self, line: wire.Speak) -> AsyncGenerator[wire.Begin | bytes]:
        """``Begin``, then the line's frames; closing the generator cancels it over there.

        Raises:
            UnspeakableError, UnsuitedError, VoiceError: the voice's own, or what is wrong with the server.
        """
        async with self._conversation(line) as (connection, first):
            begin = self._dial.expected(wire.Begin, first)
            tally = Tally(line, begin.sample_rate, self._dial.where)
            yield begin
            while isinstance(frame := await self._received(connection, line.id), bytes):
                if not frame:  # the voice is at work
                    continue
                tally.add(frame)
                yield frame
                await connection.send(wire.More(id=line.id).model_dump_json())
            tally.close(self._dial.expected(wire.End, frame))

    async def natural(self, line: wire.Natural) -> float:
        """The line's natural seconds. Raises as ``sound`` does."""
        async with self._conversation(line) as (_, first):
            return self._dial.expected(wire.Seconds, first).seconds

    def number(self) -> int:
        """A new request's id."""
        return next(self._numbers)

    @asynccontextmanager
    async def _conversation(
        self, request: wire.Speak | wire.Natural | None = None
    ) -> AsyncGenerator[tuple[ClientConnection, wire.Reply | None]]:
        """A connection and its first reply to ``request``; what goes wrong inside is told as a VoiceError."""
        connection: ClientConnection | None = None
        try:
            connection, first = await self._asked(request)
            yield connection, first
        except (TimeoutError, ConnectionClosed, InputError) as error:
            hang_up(connection)
            raise self._fault(error) from error
        except VoiceError:
            self._keep(connection)
            raise
        except BaseException:
            self._retire(connection, request)
            raise
        self._keep(connection)

    async def _asked(self, request: wire.Speak | wire.Natural | None) -> tuple[ClientConnection, wire.Reply | None]:
        """A kept connection may have died unnoticed; then a new one is asked."""
        while self._idle:
            connection = self._idle.pop()
            with contextlib.suppress(ConnectionClosed):
                return connection, await self._first(connection, request)
        connection, self.hello = await self._dial.connected()
        return connection, await self._first(connection, request)

    async def _first(
        self, connection: ClientConnection, request: wire.Speak | wire.Natural | None
    ) -> wire.Reply | None:
        try:
            if request is None:
                return None
            await connection.send(request.model_dump_json())
            frame = await self._received(connection, request.id)
            return wire.reply(frame) if isinstance(frame, bytes) else frame
        except asyncio.CancelledError:
            self._retire(connection, request)
            raise
        except BaseException:
            hang_up(connection)
            raise

    async def _received(self, connection: ClientConnection, number: int) -> wire.Reply | bytes:
        """The next frame; what is still said of another request is passed over."""
        async with asyncio.timeout(self._silent_s):
            while True:
                frame = await connection.recv()
                if isinstance(frame, bytes):
                    return frame
                reply = wire.reply(frame)
                if getattr(reply, "id", None) in (None, number):
                    return reply

    def _keep(self, connection: ClientConnection | None) -> None:
        if connection is not None and connection.state is State.OPEN and len(self._idle) < _KEPT:
            self._idle.append(connection)
        else:
            hang_up(connection)

    def _retire(self, connection: ClientConnection | None, request: wire.Speak | wire.Natural | None) -> None:
        """Have the line cancelled over there, without anybody here waiting for it."""
        if connection is not None and request is not None:
            task = asyncio.create_task(self._cancelled(connection, request.id))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    async def _cancelled(self, connection: ClientConnection, number: int) -> None:
        try:
            async with asyncio.timeout(_CANCEL_S):
                await connection.send(wire.Cancel(id=number).model_dump_json())
                while not _ends(await connection.recv(), number):
                    pass
        except (TimeoutError, ConnectionClosed, InputError):
            hang_up(connection)
        else:
            self._keep(connection)

    def _fault(self, error: Exception) -> VoiceError:
        if isinstance(error, InputError):
            return VoiceError(error.what, error.fix)
        if isinstance(error, TimeoutError):
            told = f"sent nothing for {self._silent_s:g} s"
            return VoiceError(
                f"The voice server {self._dial.where} {told}.", "Free its GPU, or raise voicing.remote.silent_s."
            )
        return VoiceError(
            f"The voice server {self._dial.where} broke off.", "It is connected to again with the next line."
        )


def _ends(frame: str | bytes, number: int) -> bool:
    if isinstance(frame, bytes):
        return False
    reply = wire.reply(frame)
    return isinstance(reply, wire.End | wire.Fault | wire.Seconds) and reply.id == number
