"""Lends one voice to other machines over a WebSocket: listens, lets in who may come in, and serves each."""

from __future__ import annotations

import asyncio
import errno
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from engine.access import allowed_origins, is_loopback, shows_token
from engine.errors import InputError
from engine.protocols import Voice
from engine.voices.registry import family_of
from engine.voices.remote import wire
from engine.voices.remote.guest import Guest
from engine.voices.remote.secret import TOKEN_VARIABLE
from engine.voices.remote.stage import Stage

CLOSE_TIMEOUT_S = 1.0

# Strangers' broken handshakes would put tracebacks on the terminal, and at DEBUG request lines, which may hold a token.
_SILENT = logging.getLogger("streamvoice.voice_server")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen and for whom. ``token`` is asked of everybody unless it is empty."""

    host: str = "127.0.0.1"
    port: int = 8711
    token: str = ""
    max_clients: int = 8
    tls: ssl.SSLContext | None = None


def place(host: str, port: int, token: str, max_clients: int = 8, tls: ssl.SSLContext | None = None) -> Place:
    """Where to listen; on loopback without a token, beyond it never.

    Raises:
        InputError: ``host`` can be reached from other machines and there is no token.
    """
    if is_loopback(host):
        return Place(host, port, "", max_clients, tls)
    if not token.strip():
        raise InputError(
            f"The voice would be open to other machines on {host!r} without a token.",
            f"Set the environment variable {TOKEN_VARIABLE} to a long random text, here and where the voice is used.",
        )
    return Place(host, port, token.strip(), max_clients, tls)


class VoiceServer:
    """Serves ``voice`` at ``place``."""

    def __init__(self, voice: Voice, place: Place) -> None:
        self._stage = Stage(voice)
        self._place = place
        self._admitted: set[asyncio.Task[None]] = set()
        self._hello = wire.Hello(
            protocol=wire.PROTOCOL,
            voice=voice.name,
            sample_rate=voice.sample_rate,
            languages=tuple(sorted(getattr(voice, "languages", ()))),
            reading="english" if family_of(voice.name) == "hibari" else "multilingual",
        )

    async def run(self, ready: Callable[[str], None]) -> None:
        """Serve until cancelled; ``ready`` is told the address.

        Raises:
            InputError: it cannot be listened on.
        """
        server = await self._listening()
        try:
            ready(self._url(server))
            await server.serve_forever()
        finally:
            server.close()
            await server.wait_closed()
            self._stage.close()

    async def _listening(self) -> Server:
        try:
            return await serve(
                self._serve_guest,
                self._place.host,
                self._place.port,
                ssl=self._place.tls,
                origins=allowed_origins(()),
                compression=None,  # sound hardly gets smaller, and requests are small
                process_request=self._admit,
                close_timeout=CLOSE_TIMEOUT_S,
                max_size=wire.LARGEST_REQUEST,
                logger=_SILENT,
            )
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "it is taken, perhaps by another voice server" if taken else error.strerror or str(error)
            where = f"{self._place.host}:{self._place.port}"
            raise InputError(f"Cannot listen on {where}: {why}.", "Choose another --port or --host.") from error

    async def _serve_guest(self, connection: ServerConnection) -> None:
        await Guest(connection, self._stage, self._hello).serve()

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        token = self._place.token
        if token and not shows_token(token, request.path, request.headers):
            return connection.respond(HTTPStatus.UNAUTHORIZED, f"Send the token of {TOKEN_VARIABLE}.\n")
        if len(self._admitted) >= self._place.max_clients:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Too many clients.\n")
        # From here to the end of the connection: handshakes at the same time must not slip past the limit.
        ended = asyncio.create_task(connection.wait_closed())
        self._admitted.add(ended)
        ended.add_done_callback(self._admitted.discard)
        return None

    def _url(self, server: Server) -> str:
        host, scheme = self._place.host, "wss" if self._place.tls else "ws"
        port = server.sockets[0].getsockname()[1]
        return f"{scheme}://[{host}]:{port}/" if ":" in host else f"{scheme}://{host}:{port}/"
