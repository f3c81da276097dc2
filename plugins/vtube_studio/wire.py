"""The WebSocket itself: text frames in and out, and one kind of error where it ends."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from engine.api import ConnectionLostError
from plugins.vtube_studio.faults import unreachable
from plugins.vtube_studio.protocol import LONGEST_FRAME_CHARS

OPEN_TIMEOUT_S = 4.0
CLOSE_TIMEOUT_S = 0.5

# At DEBUG level the library logs frames, and one of ours holds the token.
_SILENT = logging.getLogger("streamvoice.vtube_studio")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Wire(Protocol):
    """Both ends of the line; each call raises ConnectionLostError once it is cut."""

    async def send(self, frame: str) -> None:
        """Send one frame."""
        ...

    async def recv(self) -> str | bytes:
        """The next frame."""
        ...


OpenWire = Callable[[str], AbstractAsyncContextManager[Wire]]


class _WebSocket:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: str) -> None:
        try:
            await self._connection.send(frame)
        except ConnectionClosed as error:
            raise _gone() from error

    async def recv(self) -> str | bytes:
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise _gone() from error


@asynccontextmanager
async def open_websocket(url: str) -> AsyncIterator[Wire]:
    """Connect to VTube Studio.

    Raises:
        ConnectionLostError: nobody answers there.
    """
    try:
        connection = await connect(
            url,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
            max_size=LONGEST_FRAME_CHARS,
            compression=None,
            proxy=None,
            logger=_SILENT,
        )
    except (OSError, TimeoutError, WebSocketException) as error:
        raise unreachable(url) from error
    try:
        yield _WebSocket(connection)
    finally:
        await connection.close()


def _gone() -> ConnectionLostError:
    return ConnectionLostError("VTube Studio closed the connection.", "Start it again; we come back by ourselves.")
