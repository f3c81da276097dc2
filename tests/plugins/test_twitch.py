"""The Twitch plugin against a local server that speaks like Twitch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from engine.api import ConnectionLostError, PluginError
from engine.supervise import supervise
from plugins.twitch import Twitch, TwitchSettings
from tests.plugins.fake_twitch import FakeTwitch, privmsg, twitch
from tests.plugins.ports import FakePort


def plugin(fake: FakeTwitch, clock: Callable[[], float] = lambda: 0.0, **settings: object) -> Twitch:
    named = TwitchSettings(channel="#Ana", url=fake.url, **settings)  # type: ignore[arg-type]  # by name
    return Twitch(named, clock, lambda: "justinfan12345")


@asynccontextmanager
async def reading(source: Twitch, port: FakePort) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(source.run(port))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_joins_anonymously_and_reads() -> None:
    port = FakePort()
    async with twitch() as fake, reading(plugin(fake), port):
        await fake.visitor()
        await fake.say(privmsg("hello"), privmsg("世界 👋", message_id="m-2"))
        await fake.say("@room-id=1;target-msg-id=m-2 :tmi.twitch.tv CLEARMSG #ana :世界 👋")
        await port.until(lambda: bool(port.deletions))
    assert fake.heard[:2] == ["CAP REQ :twitch.tv/tags twitch.tv/commands", "NICK justinfan12345"]
    assert [message.text for message in port.messages] == ["hello", "世界 👋"]
    assert port.deletions[0].message_id == "m-2"
    assert ("connected", "#ana") in port.states
    assert not any(line.startswith("PASS") for line in fake.heard)


async def test_it_answers_a_ping() -> None:
    port = FakePort()
    async with twitch() as fake, reading(plugin(fake), port):
        await fake.visitor()
        await fake.say("PING :tmi.twitch.tv")
        await fake.heard_line("PONG :tmi.twitch.tv")


async def test_malformed_frames_cost_only_themselves() -> None:
    port = FakePort()
    async with twitch() as fake, reading(plugin(fake), port):
        connection = await fake.visitor()
        for frame in (
            "",
            "\r\n\r\n",
            "@",
            "@badges=;=;; :x",
            ":::: :",
            "PRIVMSG",
            "@bits=² :b!b@h PRIVMSG #ana :x",
            b"\xff\xfe\x00",
        ):
            await connection.send(frame)
        await fake.say(privmsg("after"))
        await port.until(lambda: bool(port.messages) and port.messages[-1].text == "after")


async def test_a_drop_is_an_error_and_supervision_returns() -> None:
    port = FakePort()
    faults: list[str] = []

    async def no_wait(seconds: float) -> None:
        await asyncio.sleep(0)

    async with twitch() as fake:
        source = plugin(fake)
        task = asyncio.create_task(
            supervise(
                lambda: source.run(port), lambda what, fix, pause: faults.append(what), lambda: 0.0, sleep=no_wait
            )
        )
        (await fake.visitor(1)).transport.abort()
        await fake.visitor(2)
        await fake.say(privmsg("back again"))
        await port.until(lambda: bool(port.messages))
        await (await fake.visitor(2)).close()
        await fake.visitor(3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert len(faults) >= 2
    assert all(fake.url in fault for fault in faults)


async def test_reconnect_is_obeyed_at_once() -> None:
    port = FakePort()
    minutes = iter(range(0, 10_000, 60))
    async with twitch() as fake, reading(plugin(fake, lambda: float(next(minutes))), port) as task:
        await fake.visitor(1)
        await fake.say(privmsg("before"), ":tmi.twitch.tv RECONNECT", privmsg("with it", message_id="m-9"))
        await fake.visitor(2)
        await fake.say(privmsg("after", message_id="m-3"))
        await port.until(lambda: len(port.messages) == 3)
        assert not task.done()
    assert [message.text for message in port.messages] == ["before", "with it", "after"]


async def test_a_server_that_always_says_reconnect_is_backed_off_from() -> None:
    port = FakePort()
    async with twitch() as fake, reading(plugin(fake), port) as task:
        await fake.visitor(1)
        await fake.say(":tmi.twitch.tv RECONNECT")
        with pytest.raises(ConnectionLostError, match="sends us away"):
            await asyncio.wait_for(task, 5)


async def test_a_channel_that_does_not_exist_says_so() -> None:
    async with twitch(channels=()) as fake:
        with pytest.raises(ConnectionLostError, match=r"No entry to #ana.*channel's name"):
            await plugin(fake, join_timeout_s=0.2).run(FakePort())


async def test_a_suspended_channel_says_so() -> None:
    async with twitch() as fake, reading(plugin(fake), FakePort()) as task:
        await fake.visitor()
        await fake.say("@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #ana :This channel has been suspended.")
        with pytest.raises(ConnectionLostError, match="suspended"):
            await asyncio.wait_for(task, 5)


async def test_a_server_without_the_capabilities_is_read_all_the_same() -> None:
    port = FakePort()
    async with twitch(known_capabilities=False) as fake, reading(plugin(fake), port):
        await fake.visitor()
        await fake.say(":dave!d@h PRIVMSG #ana :no tags here")
        await port.until(lambda: bool(port.messages))
    assert ("connected", "#ana, without twitch.tv/tags twitch.tv/commands") in port.states


async def test_nobody_listening_is_a_clear_error() -> None:
    async with twitch() as fake:
        pass
    with pytest.raises(ConnectionLostError, match=fake.url):
        await plugin(fake).run(FakePort())


def test_a_channel_must_be_named() -> None:
    with pytest.raises(PluginError, match="channel"):
        Twitch(TwitchSettings())


@pytest.mark.parametrize("written", ["Ana", "#ana", " ana ", "https://www.twitch.tv/Ana?x=1", "twitch.tv/ana/videos"])
def test_a_channel_may_be_written_in_many_ways(written: str) -> None:
    assert TwitchSettings(channel=written).channel == "ana"


@pytest.mark.parametrize("written", ["ana\r\nQUIT", "a,b", "a b", "x" * 60])
def test_a_channel_cannot_smuggle_commands(written: str) -> None:
    with pytest.raises(ValueError, match="channel"):
        TwitchSettings(channel=written)
