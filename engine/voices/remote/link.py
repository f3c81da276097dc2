"""Our side of the voice stream: connections that are kept, made again when they are lost, and asked one thing each."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.protocol import State

from engine.errors import InputError, UnspeakableError, UnsuitedError, VoiceError
from engine.plain_text import clean_line
from engine.voices.remote import wire
from engine.voices.remote.address import Address
from engine.voices.remote.decoding import MOST_PER_CHARACTER_S, MOST_S
from engine.voices.remote.settings import RemoteSettings

TOKEN_VARIABLE = "STREAMVOICE_VOICE_TOKEN"  # noqa: S105  the variable's name, not a secret
_KEPT = 2  # connections
_CANCEL_S = 2.0
"""A server that has not ended a cancelled line by then is hung up on."""
_ERRORS = {"unspeakable": UnspeakableError, "unsuited": UnsuitedError}
R = TypeVar("R", bound=wire.Reply)


class Link:
    """To one voice server. All methods run on the shared loop.

    Args:
        place: the server's address.
        token: sent as ``Authorization: Bearer``; "" for none.
        settings: times.
    """

    def __init__(self, place: Address, token: str, settings: RemoteSettings) -> None:
        self._place = place
        self._token = token
        self._settings = settings
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
        sent = 0
        async with self._conversation(line) as (connection, first):
            begin = self._is(wire.Begin, first)
            most = begin.sample_rate * _plausible_s(line)
            yield begin
            while isinstance(frame := await self._received(connection), bytes):
                if not frame:  # the voice is at work
                    continue
                sent += len(frame) // 4
                if sent > most:
                    raise InputError(f"The voice server {self._where} does not end.", "Look into its own log.")
                yield frame
                await connection.send(wire.More(id=line.id).model_dump_json())
            if self._is(wire.End, wire.reply(frame)).samples != sent:
                raise InputError("The voice stream lost samples.", "Look for what stands between the two machines.")

    async def natural(self, line: wire.Natural) -> float:
        """The line's natural seconds. Raises as ``sound`` does."""
        async with self._conversation(line) as (_, first):
            return self._is(wire.Seconds, first).seconds

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
            _hang_up(connection)
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
        connection = await self._connected()
        return connection, await self._first(connection, request)

    async def _first(
        self, connection: ClientConnection, request: wire.Speak | wire.Natural | None
    ) -> wire.Reply | None:
        try:
            if request is None:
                return None
            await connection.send(request.model_dump_json())
            return wire.reply(await self._received(connection))
        except asyncio.CancelledError:
            self._retire(connection, request)
            raise
        except BaseException:
            _hang_up(connection)
            raise

    async def _connected(self) -> ClientConnection:
        connection: ClientConnection | None = None
        try:
            async with asyncio.timeout(self._settings.connect_s):
                connection = await self._opened()
                self.hello = self._known(wire.reply(await connection.recv()))
        except InvalidStatus as error:
            raise self._refused(error.response.status_code) from error
        except (OSError, WebSocketException, TimeoutError) as error:
            _hang_up(connection)
            what = f"No voice server answers at {self._where}: {_why(error)}."
            raise VoiceError(what, "Start `streamvoice serve` there.") from error
        except BaseException:
            _hang_up(connection)
            raise
        return connection

    async def _opened(self) -> ClientConnection:
        return await connect(
            self._place.url,
            additional_headers={"Authorization": f"Bearer {self._token}"} if self._token else {},
            compression=None,  # sound hardly gets smaller
            open_timeout=None,
            close_timeout=1.0,
            max_size=wire.LARGEST_FRAME,
            proxy=None if self._place.local else True,
        )

    def _known(self, reply: wire.Reply) -> wire.Hello:
        hello = self._is(wire.Hello, reply)
        if hello.protocol != wire.PROTOCOL:
            told = f"speaks protocol {hello.protocol}, not {wire.PROTOCOL}"
            raise VoiceError(
                f"The voice server {self._where} {told}.", "Install the same streamvoice on both machines."
            )
        return hello

    async def _received(self, connection: ClientConnection) -> str | bytes:
        async with asyncio.timeout(self._settings.silent_s):
            return await connection.recv()

    def _is(self, kind: type[R], reply: wire.Reply | None) -> R:
        if isinstance(reply, wire.Fault):
            raise _ERRORS.get(reply.kind, VoiceError)(clean_line(reply.what, 500), clean_line(reply.fix, 500))
        if not isinstance(reply, kind):
            raise InputError(f"The voice server {self._where} answered something else.", "Check the address.")
        return reply

    def _keep(self, connection: ClientConnection | None) -> None:
        if connection is not None and connection.state is State.OPEN and len(self._idle) < _KEPT:
            self._idle.append(connection)
        else:
            _hang_up(connection)

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
            _hang_up(connection)
        else:
            self._keep(connection)

    @property
    def _where(self) -> str:
        return urlsplit(self._place.url).netloc

    def _refused(self, status: int) -> VoiceError:
        if status == 401:
            fix = f"Set the environment variable {TOKEN_VARIABLE} to its token."
            return VoiceError(f"The voice server {self._where} wants its token.", fix)
        if status == 503:
            return VoiceError(f"The voice server {self._where} has too many clients.", "Raise its --max-clients.")
        return VoiceError(f"What answers at {self._where} is no voice server ({status}).", "Check the address.")

    def _fault(self, error: Exception) -> VoiceError:
        if isinstance(error, InputError):
            return VoiceError(error.what, error.fix)
        if isinstance(error, TimeoutError):
            told = f"sent nothing for {self._settings.silent_s:g} s"
            return VoiceError(f"The voice server {self._where} {told}.", "Free its GPU, or raise remote.silent_s.")
        return VoiceError(f"The voice server {self._where} broke off.", "It is connected to again with the next line.")


def _why(error: Exception) -> str:
    """A word on why there is no connection; the system's own repeats the address and differs by system."""
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, TimeoutError):
        return "it takes too long"
    return clean_line(str(getattr(error, "strerror", None) or error), 200)


def _plausible_s(line: wire.Speak) -> float:
    """What no sound of ``line`` exceeds, in seconds."""
    return (line.duration or MOST_S + MOST_PER_CHARACTER_S * len(line.text) * line.pace) + 1.0


def _hang_up(connection: ClientConnection | None) -> None:
    """End a connection at once, without the politeness that a dead peer would have us wait for."""
    if connection is not None:
        connection.transport.abort()


def _ends(frame: str | bytes, number: int) -> bool:
    if isinstance(frame, bytes):
        return False
    reply = wire.reply(frame)
    return isinstance(reply, wire.End | wire.Fault | wire.Seconds) and reply.id == number
