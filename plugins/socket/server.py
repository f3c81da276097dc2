"""The server: listens, lets in who may come in, and says how many have."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from engine.api import Clock, Port
from plugins.socket.access import TOKEN_VARIABLE, allowed_origins, is_loopback, required_token, shows_token
from plugins.socket.client import Client
from plugins.socket.settings import SocketSettings
from plugins.socket.wire import Wire
from plugins.web.address import cannot_listen, origin_of

LARGEST_FRAME_BYTES = 4 * 1024 * 1024
"""Beyond this the connection is closed (code 1009) instead of answered: nobody needs such a message in memory."""
CLOSE_TIMEOUT_S = 1.0
"""How long a client may take to say goodbye when the engine stops."""

# A logger of its own that neither prints nor passes on: a stranger's broken handshake would put a traceback on
# the panel, and at DEBUG level the library logs request lines, which may hold the token.
_SILENT = logging.getLogger("streamvoice.socket")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Socket:
    """A local WebSocket server.

    Raises:
        PluginError: at construction, where it would be open to other machines without a token.
    """

    Settings = SocketSettings
    name = "socket"
    kind = "source"

    def __init__(
        self, settings: SocketSettings, clock: Clock = time.monotonic, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._token = required_token(settings.host, environ.get(TOKEN_VARIABLE, ""))
        self._wire = Wire()
        self._clients = 0
        self._admitted: set[asyncio.Task[None]] = set()
        self._url = ""

    @property
    def url(self) -> str:
        """Where it listens, e.g. ``ws://127.0.0.1:8710/``; "" until it does."""
        return self._url

    async def run(self, port: Port) -> None:
        """Serve until cancelled.

        Raises:
            PluginError: the address cannot be listened on.
        """

        async def handle(connection: ServerConnection) -> None:
            await self._serve_client(connection, port)

        server = await self._listening(handle)
        try:
            self._url = origin_of("ws", self._settings.host, server.sockets[0].getsockname()[1]) + "/"
            self._report(port)
            await server.serve_forever()
        finally:
            server.close()
            await server.wait_closed()

    async def _listening(self, handle: Callable[[ServerConnection], Awaitable[None]]) -> Server:
        settings = self._settings
        try:
            return await serve(
                handle,
                settings.host,
                settings.port,
                origins=allowed_origins(settings.origins),
                # Compression costs more time than it saves where the wire is memory.
                compression=None if is_loopback(settings.host) else "deflate",
                process_request=self._admit,
                close_timeout=CLOSE_TIMEOUT_S,
                max_size=LARGEST_FRAME_BYTES,
                logger=_SILENT,
            )
        except OSError as error:
            raise cannot_listen(settings.host, settings.port, error, "with --port") from error

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._token and not shows_token(self._token, request.path, request.headers):
            return connection.respond(HTTPStatus.UNAUTHORIZED, f"Send the token of {TOKEN_VARIABLE}.\n")
        if len(self._admitted) >= self._settings.max_clients:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Too many clients.\n")
        # Counted from here to the end of the connection: many handshakes at a time must not slip past the limit,
        # and one that fails must not count for ever.
        ended = asyncio.create_task(connection.wait_closed())
        self._admitted.add(ended)
        ended.add_done_callback(self._admitted.discard)
        return None

    async def _serve_client(self, connection: ServerConnection, port: Port) -> None:
        self._clients += 1
        client = Client(connection, port, self._wire, self._settings.max_bytes, self._clock)
        sending = asyncio.create_task(_until_closed(client.send_events(self._settings.unread_events)))
        # One turn of the loop, so that the client's events begin before its first message is taken.
        await asyncio.sleep(0)
        self._report(port)
        try:
            await _until_closed(client.read())
        finally:
            sending.cancel()
            self._clients -= 1
            self._report(port)

    def _report(self, port: Port) -> None:
        noun = "client" if self._clients == 1 else "clients"
        port.state("connected", f"{self._url}, {self._clients} {noun}")


async def _until_closed(work: Awaitable[None]) -> None:
    try:
        await work
    except ConnectionClosed:
        return
