"""A connection to a voice server, from its address to its hello."""

from __future__ import annotations

import asyncio
import ssl
from typing import TypeVar
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from engine.errors import InputError, UnspeakableError, UnsuitedError, VoiceError
from engine.plain_text import clean_line
from engine.voices.remote import wire
from engine.voices.remote.address import Address
from engine.voices.remote.secret import TOKEN_VARIABLE

_ERRORS = {"unspeakable": UnspeakableError, "unsuited": UnsuitedError}
R = TypeVar("R", bound=wire.Reply)


class Dial:
    """Knows how one server is reached.

    Args:
        place: its address.
        token: sent as ``Authorization: Bearer``; "" for none.
        connect_s: for all from the first packet to the hello.
    """

    def __init__(self, place: Address, token: str, connect_s: float) -> None:
        self._place = place
        self._token = token
        self._connect_s = connect_s
        self.where = urlsplit(place.url).netloc
        """For messages."""

    async def connected(self) -> tuple[ClientConnection, wire.Hello]:
        """A new connection, and what the server said first.

        Raises:
            VoiceError: it cannot be reached, refuses, or is no voice server of a protocol known here.
            InputError: it said something else.
        """
        connection: ClientConnection | None = None
        try:
            async with asyncio.timeout(self._connect_s):
                connection = await self._opened()
                return connection, self._known(wire.reply(await connection.recv()))
        except InvalidStatus as error:
            raise self._refused(error.response.status_code) from error
        except (OSError, WebSocketException, TimeoutError) as error:
            hang_up(connection)
            what = f"No voice server answers at {self.where}: {_why(error)}."
            raise VoiceError(what, _mend(error)) from error
        except BaseException:
            hang_up(connection)
            raise

    def expected(self, kind: type[R], reply: wire.Reply | None) -> R:
        """``reply``, which is to be of ``kind``.

        Raises:
            UnspeakableError, UnsuitedError, VoiceError: the server told of a fault.
            InputError: it is something else.
        """
        if isinstance(reply, wire.Fault):
            raise _ERRORS.get(reply.kind, VoiceError)(clean_line(reply.what, 500), clean_line(reply.fix, 500))
        if not isinstance(reply, kind):
            raise InputError(f"The voice server {self.where} answered something else.", "Check the address.")
        return reply

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
        hello = self.expected(wire.Hello, reply)
        if hello.protocol != wire.PROTOCOL:
            told = f"speaks protocol {hello.protocol}, not {wire.PROTOCOL}"
            raise VoiceError(f"The voice server {self.where} {told}.", "Install the same streamvoice on both machines.")
        return hello

    def _refused(self, status: int) -> VoiceError:
        if status == 401:
            fix = f"Set the environment variable {TOKEN_VARIABLE} to its token."
            return VoiceError(f"The voice server {self.where} wants its token.", fix)
        if status == 503:
            return VoiceError(f"The voice server {self.where} has too many clients.", "Raise its --max-clients.")
        return VoiceError(f"What answers at {self.where} is no voice server ({status}).", "Check the address.")


def hang_up(connection: ClientConnection | None) -> None:
    """End a connection at once, without the politeness that a dead peer would have us wait for."""
    if connection is not None:
        connection.transport.abort()


def _why(error: Exception) -> str:
    """A word on why there is no connection; the system's own repeats the address and differs by system."""
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, TimeoutError):
        return "it takes too long"
    return clean_line(str(getattr(error, "strerror", None) or error), 200)


def _mend(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Trust its certificate with the environment variable SSL_CERT_FILE, and call it by the name in there."
    if isinstance(error, ssl.SSLError):
        return "Write ws:// for a server without a certificate."
    return "Start `streamvoice serve` there."
