"""The Twitch source against a real IRC server over WebSocket: framing, PING, Unicode, drop and return."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from engine.api import ConnectionLostError
from engine.supervise import supervise
from plugins.twitch import Twitch, TwitchSettings
from plugins.twitch.irc import parse_frame
from tests.plugins.ports import FakePort
from tests.real.ircd import Ircd, running

pytestmark = pytest.mark.real


@pytest.fixture
def ircd(tmp_path: Path) -> Iterator[Ircd]:
    with running(tmp_path) as server:
        yield server


def source(ircd: Ircd, **settings: object) -> Twitch:
    known = ("message-tags",)
    named = {"channel": "ana", "url": ircd.url, "origin": "http://localhost", "capabilities": known, **settings}
    return Twitch(TwitchSettings.model_validate(named))


@asynccontextmanager
async def chatter(ircd: Ircd, nick: str) -> AsyncIterator[ClientConnection]:
    """A person in the channel, speaking plain IRC."""
    async with asyncio.timeout(60), connect(ircd.url, origin="http://localhost", proxy=None, close_timeout=1) as person:  # type: ignore[arg-type]  # Origin is a str
        await person.send(f"NICK {nick}")
        await person.send(f"USER {nick} 0 * :{nick}")
        async for frame in person:
            commands = [line.command for line in parse_frame(frame)]
            if "001" in commands:
                await person.send("JOIN #ana")
            if "366" in commands:
                break
        yield person


@asynccontextmanager
async def supervised(plugin: Twitch, port: FakePort) -> AsyncIterator[list[str]]:
    faults: list[str] = []

    async def soon(seconds: float) -> None:
        await asyncio.sleep(0.1)

    work = supervise(lambda: plugin.run(port), lambda what, fix, pause: faults.append(what), lambda: 0.0, sleep=soon)
    task = asyncio.create_task(work)
    try:
        yield faults
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def is_in(port: FakePort, times: int = 1) -> bool:
    return [state for state, _ in port.states].count("connected") >= times


async def test_what_people_say_arrives_letter_for_letter(ircd: Ircd) -> None:
    port = FakePort()
    texts = ["hello there", "世界 👋🏽 ¡olé!", "مرحبا", ":) : colon", "\x01ACTION waves\x01"]
    async with supervised(source(ircd), port) as faults, chatter(ircd, "bob") as bob:
        await port.until(lambda: is_in(port), 20)
        for text in texts:
            await bob.send(f"PRIVMSG #ana :{text}")
        await port.until(lambda: len(port.messages) == len(texts), 20)
    assert [message.text for message in port.messages] == [*texts[:-1], "waves"]
    assert {message.author for message in port.messages} == {"bob"}
    assert faults == []


async def test_pings_are_answered_so_the_connection_lives(ircd: Ircd) -> None:
    port = FakePort()
    async with supervised(source(ircd), port) as faults:
        await port.until(lambda: is_in(port), 20)
        # The server pings after 2 s of silence and drops whoever has not answered 2 s later.
        await asyncio.sleep(7)
        async with chatter(ircd, "bob") as bob:
            await bob.send("PRIVMSG #ana :still there?")
            await port.until(lambda: bool(port.messages), 20)
    assert faults == []
    assert not is_in(port, 2)


async def test_it_returns_after_the_server_was_killed(ircd: Ircd) -> None:
    port = FakePort()
    async with supervised(source(ircd), port) as faults:
        await port.until(lambda: is_in(port), 20)
        ircd.stop()
        await asyncio.sleep(0.5)
        ircd.start()
        await port.until(lambda: is_in(port, 2), 20)
        async with chatter(ircd, "bob") as bob:
            await bob.send("PRIVMSG #ana :welcome back")
            await port.until(lambda: bool(port.messages), 20)
    assert faults
    assert port.messages[0].text == "welcome back"


async def test_twitch_capabilities_are_refused_without_harm(ircd: Ircd) -> None:
    port = FakePort()
    asked = source(ircd, capabilities=("twitch.tv/tags", "twitch.tv/commands"))
    async with supervised(asked, port):
        await port.until(lambda: is_in(port), 20)
    assert ("connected", "#ana, without twitch.tv/tags twitch.tv/commands") in port.states


async def test_a_taken_nick_is_exchanged(ircd: Ircd) -> None:
    port = FakePort()
    nicks = iter(["bob", "justinfan1"])
    async with chatter(ircd, "bob"):
        plugin = Twitch(source(ircd)._settings, new_nick=lambda: next(nicks))
        async with supervised(plugin, port):
            await port.until(lambda: is_in(port), 20)


async def test_a_server_that_insists_on_an_origin_says_no_clearly(ircd: Ircd) -> None:
    with pytest.raises(ConnectionLostError, match=r"127\.0\.0\.1"):
        async with asyncio.timeout(20):
            await source(ircd, origin="").run(FakePort())
