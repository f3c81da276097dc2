"""A chat server that behaves like Twitch's: tags of its shape, silence where it is silent, faults on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed


class FakeTwitch:
    """Records what clients say and says to the one in the channel what a test wants said."""

    def __init__(self, channels: tuple[str, ...] = ("ana",), known_capabilities: bool = True) -> None:
        self.url = ""
        self.heard: list[str] = []
        self.visits = 0
        self._channels = channels
        self._known_capabilities = known_capabilities
        self._inside: ServerConnection | None = None
        self._changed = asyncio.Event()

    async def visitor(self, number: int = 1) -> ServerConnection:
        """The connection of the ``number``-th client that was let into the channel."""
        async with asyncio.timeout(5):
            while self._inside is None or self.visits < number:
                await self._wait()
        return self._inside

    async def heard_line(self, wanted: str) -> None:
        async with asyncio.timeout(5):
            while wanted not in self.heard:
                await self._wait()

    async def say(self, *lines: str) -> None:
        """Send lines in one frame, as Twitch does in busy chats."""
        assert self._inside is not None
        await self._inside.send("".join(f"{line}\r\n" for line in lines))

    async def handle(self, connection: ServerConnection) -> None:
        nick = ""
        try:
            async for frame in connection:
                for line in str(frame).split("\r\n"):
                    self.heard.append(line)
                    verb, _, rest = line.partition(" ")
                    if verb == "NICK":
                        nick = rest
                    await self._answer(connection, nick, verb, rest)
                self._wake()
        except ConnectionClosed:
            return

    async def _answer(self, connection: ServerConnection, nick: str, verb: str, rest: str) -> None:
        host = ":tmi.twitch.tv"
        if verb == "CAP" and rest.startswith("REQ"):
            verdict = "ACK" if self._known_capabilities else "NAK"
            await connection.send(f"{host} CAP * {verdict} {rest[4:]}\r\n")
        elif verb == "NICK":
            await connection.send(f"{host} 001 {nick} :Welcome, GLHF!\r\n{host} 376 {nick} :>\r\n")
        elif verb == "JOIN" and rest.lstrip("#") in self._channels:
            me = f":{nick}!{nick}@{nick}.tmi.twitch.tv"
            await connection.send(f"{me} JOIN {rest}\r\n{host} 366 {nick} {rest} :End of /NAMES list\r\n")
            await connection.send(
                f"@emote-only=0;followers-only=-1;room-id=1;slow=0;subs-only=0 {host} ROOMSTATE {rest}\r\n"
            )
            self._inside = connection
            self.visits += 1
        elif verb == "USER":
            await connection.send(f"{host} 421 {nick} USER :Unknown command\r\n")

    async def _wait(self) -> None:
        await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


@asynccontextmanager
async def twitch(**options: object) -> AsyncIterator[FakeTwitch]:
    fake = FakeTwitch(**options)  # type: ignore[arg-type]  # options by name
    async with serve(fake.handle, "127.0.0.1", 0, close_timeout=1) as server:
        fake.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield fake


def privmsg(text: str, *, login: str = "bob", name: str = "Bob", message_id: str = "m-1", extra: str = "") -> str:
    """A chat line with the tags Twitch sends, in Twitch's (alphabetical) order."""
    return (
        f"@badge-info=;badges=;client-nonce=0f;color=#1E90FF;display-name={name};emotes=;first-msg=0;flags=;"
        f"id={message_id};mod=0;returning-chatter=0;room-id=1;subscriber=0;tmi-sent-ts=1700000000000;turbo=0;"
        f"user-id=7;user-type={extra and ';' + extra} :{login}!{login}@{login}.tmi.twitch.tv PRIVMSG #ana :{text}"
    )


def usernotice(msg_id: str, params: str = "", text: str | None = None, *, login: str = "bob", name: str = "Bob") -> str:
    """A subscription, gift, raid or announcement."""
    return (
        f"@badge-info=;badges=premium/1;color=;display-name={name};emotes=;flags=;id=n-{msg_id};login={login};mod=0;"
        f"msg-id={msg_id};{params and params + ';'}room-id=1;subscriber=1;system-msg=Something\\shappened!;"
        f"tmi-sent-ts=1700000000000;user-id=7;user-type= :tmi.twitch.tv USERNOTICE #ana"
        f"{'' if text is None else ' :' + text}"
    )
