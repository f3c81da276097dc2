"""The connection: one per ``run``; when it is lost an error says so and the engine's supervision tries again."""

from __future__ import annotations

import time
from asyncio import timeout
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.typing import Origin

from engine.api import Backoff, Clock, ConnectionLostError, Deletion, InputError, Message, PluginError, Port
from plugins.twitch.chat import ChatReader
from plugins.twitch.irc import IrcLine, parse_frame
from plugins.twitch.session import Session, anonymous_nick
from plugins.twitch.settings import TwitchSettings

SETTLED_S = 10.0
"""A server that asks us to reconnect sooner than this after letting us in is broken: back off instead."""
LARGEST_FRAME_BYTES = 256 * 1024
"""A frame holds a few lines of at most 8.7 kB each."""
CLOSE_TIMEOUT_S = 2.0
"""How long the server may take to say goodbye."""


class Twitch:
    """A Twitch channel's chat as a source.

    Raises:
        PluginError: at construction, where no channel is named.
    """

    Settings = TwitchSettings
    name = "twitch"
    kind = "source"
    backoff = Backoff()

    def __init__(
        self,
        settings: TwitchSettings,
        clock: Clock = time.monotonic,
        new_nick: Callable[[], str] = anonymous_nick,
    ) -> None:
        if not settings.channel:
            raise PluginError("No Twitch channel is named.", 'Set channel = "name" under [plugins.twitch].')
        self._settings = settings
        self._clock = clock
        self._new_nick = new_nick
        # Kept over reconnects: a removal may come after the drop, under a name seen before it.
        self._reader = ChatReader(shared_chat=settings.shared_chat)

    async def run(self, port: Port) -> None:
        """Read chat until the connection is lost.

        Raises:
            ConnectionLostError: the server is unreachable, refused us or went away. Try again after a while.
        """
        while True:
            started = self._clock()
            await self._connection(port)
            if self._clock() - started < SETTLED_S:
                raise ConnectionLostError("The chat server sends us away as soon as we come.")

    async def _connection(self, port: Port) -> None:
        """One connection; returns where the server asked us to come back at once."""
        port.state("connecting", self._settings.url)
        session = Session(self._settings.channel, self._settings.capabilities, self._new_nick)
        try:
            async with self._connect() as connection, timeout(self._settings.join_timeout_s) as deadline:
                for text in session.opening():
                    await connection.send(text)
                async for frame in connection:
                    await self._take(parse_frame(frame), session, connection, port)
                    if session.leaving:
                        return
                    if session.joined and deadline.when() is not None:
                        deadline.reschedule(None)
                        port.state("connected", self._welcome(session))
        except TimeoutError as error:
            raise self._timed_out(session) from error
        except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed) as error:
            raise ConnectionLostError(f"The connection to {self._settings.url} failed: {error}.") from error
        raise ConnectionLostError(f"{self._settings.url} closed the connection.")

    def _connect(self) -> connect:
        origin = Origin(self._settings.origin) if self._settings.origin else None
        return connect(self._settings.url, origin=origin, max_size=LARGEST_FRAME_BYTES, close_timeout=CLOSE_TIMEOUT_S)

    async def _take(self, lines: list[IrcLine], session: Session, connection: ClientConnection, port: Port) -> None:
        for line in lines:
            for text in session.answer(line):
                await connection.send(text)
            try:
                await _hand_in(self._reader.read(line, self._clock()), port)
            except InputError as error:
                port.failed(f"A chat line could not be read: {error.what}", error.fix)

    def _welcome(self, session: Session) -> str:
        missing = session.refused_capabilities
        return f"#{self._settings.channel}" + (f", without {missing}" if missing else "")

    def _timed_out(self, session: Session) -> ConnectionLostError:
        if session.welcomed:
            return ConnectionLostError(f"No entry to #{self._settings.channel}.", "Check the channel's name.")
        return ConnectionLostError(f"{self._settings.url} does not answer.", "Check the network.")


async def _hand_in(what: Message | Deletion | None, port: Port) -> None:
    if isinstance(what, Deletion):
        port.delete(what)
    elif what is not None:
        await port.post(what)
