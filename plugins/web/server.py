"""The server: a fixed table of pages and sockets; what is not in it does not exist."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from engine.api import is_loopback, shows_token
from plugins.web.address import TOKEN_VARIABLE, cannot_listen, origin_of, required_token
from plugins.web.admission import host_of, may_call_us, may_connect
from plugins.web.headers import answer, refusal
from plugins.web.page import Page

Handler = Callable[[ServerConnection], Awaitable[None]]
"""Serves one WebSocket until it returns; a lost connection may be raised through it."""

MOST_CONNECTIONS = 64
CLOSE_TIMEOUT_S = 1.0
"""How long a page may take to say goodbye when the engine stops."""
LARGEST_FRAME_BYTES = 4096
"""Pages listen; they have little to say."""

# Neither prints nor passes on: a broken handshake must not put a traceback on the panel, and request lines, which
# the library logs at DEBUG level, may hold the token.
_SILENT = logging.getLogger("streamvoice.web")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class PageServer:
    """Serves while entered: ``async with PageServer(...) as server``.

    Args:
        host: address to listen on; beyond loopback a token is required (environment variable STREAMVOICE_TOKEN).
        port: 0 lets the system choose.
        pages: what is shown, by path ("/", "/overlay.js").
        sockets: who serves WebSockets, by path.
        what: what the user calls it, for errors.

    Raises:
        PluginError: at construction, where it would be open without a token; on entering, where it cannot listen.
    """

    def __init__(
        self,
        host: str,
        port: int,
        pages: Mapping[str, Page],
        sockets: Mapping[str, Handler],
        what: str = "page",
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._host, self._port = host, port
        self._pages, self._sockets = dict(pages), dict(sockets)
        self._local = is_loopback(host)
        self._token = required_token(host, environ.get(TOKEN_VARIABLE, ""), what)
        self._open: set[asyncio.Task[None]] = set()
        self._server: Server | None = None
        self.clients = 0
        """Pages connected now."""

    @property
    def url(self) -> str:
        """Where it listens, "http://127.0.0.1:8720/"; "" until it does."""
        if self._server is None:
            return ""
        return origin_of("http", self._host, self._server.sockets[0].getsockname()[1]) + "/"

    async def __aenter__(self) -> Self:
        try:
            self._server = await serve(
                self._serve, self._host, self._port, process_request=self._answer,
                compression=None, close_timeout=CLOSE_TIMEOUT_S, max_size=LARGEST_FRAME_BYTES,
                server_header=None, logger=_SILENT,
            )  # fmt: skip
        except OSError as error:
            raise cannot_listen(self._host, self._port, error) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """The page or refusal that ``request`` gets; None where a WebSocket may be opened."""
        host, path = host_of(request.headers), _path(request.path)
        if not may_call_us(host, self._local):
            return refusal(HTTPStatus.MISDIRECTED_REQUEST, "Open this page by the address streamvoice shows.")
        if (method := getattr(request, "method", "GET")) not in ("GET", "HEAD"):
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, "GET only.")
        page = self._pages.get(path)
        if page is None and path not in self._sockets:
            return refusal(HTTPStatus.NOT_FOUND, "There is no such page.")
        if (page is None or page.guarded) and not self._knows_token(request):
            return refusal(HTTPStatus.UNAUTHORIZED, f"Add ?token= and the value of {TOKEN_VARIABLE} to the address.")
        if page is not None:
            return answer(page, host, with_body=method == "GET")
        return self._admit(connection, request, host)

    def _knows_token(self, request: Request) -> bool:
        return not self._token or shows_token(self._token, request.path, request.headers)

    def _admit(self, connection: ServerConnection, request: Request, host: str) -> Response | None:
        if not may_connect(request.headers, host, self._local):
            return refusal(HTTPStatus.FORBIDDEN, "Pages from elsewhere may not connect.")
        if len(self._open) >= MOST_CONNECTIONS:
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages.")
        # Counted from the handshake on, so that many at a time cannot slip past the limit.
        ended = asyncio.create_task(connection.wait_closed())
        self._open.add(ended)
        ended.add_done_callback(self._open.discard)
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        path = _path(connection.request.path) if connection.request else ""
        self.clients += 1
        try:
            await self._sockets[path](connection)
        except ConnectionClosed:
            return
        finally:
            self.clients -= 1


def _path(target: str) -> str:
    try:
        return urlsplit(target).path
    except ValueError:
        return ""
