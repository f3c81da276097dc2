"""The socket against a real WebSocket client on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from engine.api import InputError, PluginError, ProfileError
from engine.events import Onset, Spoken
from engine.verbs import VERBS
from plugins.socket import Socket, SocketSettings
from plugins.socket.access import allowed_origins, is_loopback, required_token, shows_token
from plugins.socket.client import incoming
from plugins.socket.wire import Wire
from tests.fakes.stage import stage
from tests.plugins.ports import FakePort


@asynccontextmanager
async def serving(port: FakePort, environ: dict[str, str] | None = None, **settings: object) -> AsyncIterator[str]:
    socket = Socket(SocketSettings(port=0, **settings), environ=environ or {})  # type: ignore[arg-type]  # by name
    task = asyncio.create_task(socket.run(port))
    await port.until(lambda: bool(socket.url) or task.done())
    try:
        yield socket.url.replace("0.0.0.0", "127.0.0.1")
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def client(url: str, **options: object) -> connect:
    return connect(url, proxy=None, close_timeout=0.5, **options)  # type: ignore[arg-type]  # options by name


async def answer(connection: ClientConnection) -> dict[str, object]:
    return json.loads(await asyncio.wait_for(connection.recv(), 5))


async def test_text_and_json_become_messages() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send("Hello 世界 👋")
        await connection.send('{"text": "Hi", "id": "7", "author": "Ana", "emotion": {"happy": 0.7}, "duration": 2.5}')
        await port.until(lambda: len(port.messages) == 2)
    plain, rich = port.messages
    assert (plain.text, plain.platform, plain.author) == ("Hello 世界 👋", "socket", "")
    assert (rich.id, rich.author, rich.duration) == ("7", "Ana", 2.5)
    assert rich.emotion is not None
    assert rich.emotion.happy == 0.7
    assert plain.id
    assert plain.id != rich.id


async def test_ids_of_two_clients_never_clash() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as one, client(url) as two:
        for connection in (one, two, one, two):
            await connection.send("same words")
        await port.until(lambda: len(port.messages) == 4)
    assert len({message.id for message in port.messages}) == 4


async def test_a_verb_is_carried_out_and_answered_with_its_ref() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send('{"do": "skip", "ref": [1, "a"]}')
        assert await answer(connection) == {
            "type": "reply",
            "do": "skip",
            "ok": True,
            "detail": "done",
            "ref": [1, "a"],
        }
    assert port.commands == [{"do": "skip"}]


async def test_an_unknown_verb_is_answered_and_the_connection_stays() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send('{"do": "skp", "ref": 4}')
        refused = await answer(connection)
        assert (refused["type"], refused["ok"], refused["ref"], refused["fix"]) == ("reply", False, 4, "Use skip.")
        await connection.send("still here")
        await port.until(lambda: len(port.messages) == 1)


@pytest.mark.parametrize("name", [verb.name for verb in VERBS])
async def test_any_verb_that_fails_is_answered_and_the_connection_stays(name: str) -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        for error in (ProfileError("It is broken.", "Mend it."), OverflowError("a fault of ours")):
            port.fault = error
            await connection.send(json.dumps({"do": name, "value": {}, "ref": 4}))
            refused = await answer(connection)
            assert (refused["type"], refused["do"], refused["ok"], refused["ref"]) == ("reply", name, False, 4)
            assert str(getattr(error, "what", "OverflowError")) in str(refused["what"])
        port.fault = None
        await connection.send("still here")
        await port.until(lambda: len(port.messages) == 1)


_BAD_ARGUMENTS: dict[str, dict[str, object]] = {
    "volume": {"value": "loud"}, "say": {"text": 3}, "emotion": {"value": "hapy=0.7"},
    "profile": {"name": "../../etc/passwd"}, "drop": {"turn_id": [1]},
    "event": {"name": "rain"}, "reader": {"name": []}, "stage": {"name": "x", "act": 3},
}  # fmt: skip


@pytest.mark.parametrize("name", [verb.name for verb in VERBS if verb.takes])
async def test_a_bad_argument_is_answered_by_the_engine_itself(name: str) -> None:
    port = FakePort()
    async with stage() as it, serving(port) as url, client(url) as connection:
        port.control = it.engine.control  # type: ignore[method-assign]  # the real verbs behind the fake door
        await connection.send(json.dumps({"do": name, **_BAD_ARGUMENTS[name]}))
        refused = await answer(connection)
        assert (refused["type"], refused["ok"]) == ("reply", False)
        await connection.send("still here")
        await port.until(lambda: len(port.messages) == 1)


async def test_a_message_the_engine_fails_on_is_answered() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        port.fault = ZeroDivisionError()
        await connection.send("hello")
        assert (await answer(connection))["type"] == "error"
        port.fault = None
        await connection.send("after")
        await port.until(lambda: bool(port.messages))
    assert [text for text, _, _ in port.refused] == ["hello"]


async def test_a_flood_leaves_the_loop_to_others() -> None:
    port = FakePort()
    turns = 0

    async def other() -> None:
        nonlocal turns
        while len(port.messages) < 500:
            turns += 1
            await asyncio.sleep(0)

    async with serving(port) as url, client(url) as connection:
        for number in range(500):
            await connection.send(f"line {number}")
        async with asyncio.timeout(10):
            await other()
    assert turns >= 250


def test_an_event_is_written_once_for_all() -> None:
    wire = Wire()
    event, twin = (Onset(t=1.0, sample=0, ttfa=0.1) for _ in range(2))
    assert wire.text(event) is wire.text(event)
    assert wire.text(twin) is not wire.text(event)
    first = wire.text(event)
    for number in range(300):
        assert json.loads(wire.text(Onset(t=float(number), sample=0, ttfa=0.1)))["t"] == number
    assert wire.text(event) == first


async def test_a_deletion_is_handed_on_and_answered() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send('{"do": "delete", "id": "m1", "platform": "twitch"}')
        assert (await answer(connection))["ok"] is True
    assert [(gone.platform, gone.message_id) for gone in port.deletions] == [("twitch", "m1")]


@pytest.mark.parametrize(
    "bad",
    [
        b"\x00\xff",
        '{"text": ',
        '{"text": 3}',
        "{}",
        '{"text": "x", "duration": NaN}',
        '{"do": 3}',
        '{"a":' * 100_000,
        '{"text": ' + "9" * 60_000 + "}",
        "x" * 1_000_000,
    ],
    ids=["binary", "broken", "number", "empty", "nan", "verb", "deep", "digits", "megabyte"],
)
async def test_bad_input_gets_one_error_and_the_connection_stays(bad: str | bytes) -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send(bad)
        refused = await answer(connection)
        assert refused["type"] == "error"
        assert refused["what"]
        await connection.send("after")
        await port.until(lambda: bool(port.messages))
    assert [message.text for message in port.messages] == ["after"]


async def test_a_frame_beyond_all_bounds_closes_only_its_connection() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as other:
        huge = await client(url)
        with pytest.raises(ConnectionClosed):
            await asyncio.gather(huge.send("x" * 5_000_000), asyncio.wait_for(huge.wait_closed(), 5), huge.recv())
        await other.send("fine")
        await port.until(lambda: bool(port.messages))


async def test_every_client_gets_every_event() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as one, client(url) as two:
        await port.until(lambda: len(port.readers) == 2)
        port.publish(Onset(t=1.5, turn_id=3, sample=480, ttfa=0.04))
        expected = {"type": "onset", "t": 1.5, "turn_id": 3, "sample": 480, "ttfa": 0.04}
        assert await answer(one) == expected
        assert await answer(two) == expected
    assert not port.readers


async def test_a_client_may_choose_its_events() -> None:
    port = FakePort()
    async with serving(port) as url, client(url + "?events=spoken") as some, client(url + "?events=none") as none:
        await port.until(lambda: len(port.readers) == 1)
        port.publish(Onset(t=1.0, sample=0, ttfa=0.1))
        port.publish(Spoken(t=2.0, id="a\ud800", text="x", seconds=1.0))
        assert (await answer(some))["type"] == "spoken"
        await none.send('{"do": "skip"}')
        assert (await answer(none))["type"] == "reply"


async def test_a_client_that_never_reads_holds_up_nobody() -> None:
    port = FakePort()
    async with serving(port, unread_events=16) as url, client(url, max_queue=1) as lazy, client(url) as reader:
        await lazy.send("I only talk")
        await port.until(lambda: len(port.readers) == 2 and bool(port.messages))
        big = "x" * 20_000
        for number in range(400):
            port.publish(Spoken(t=float(number), id="i", text=big, seconds=1.0))
            assert (await answer(reader))["t"] == number
        assert max(len(box) for box in port.readers) <= 16


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1.evil.example"]
)
async def test_a_web_page_from_elsewhere_is_refused(origin: str) -> None:
    port = FakePort()
    async with serving(port) as url:
        with pytest.raises(InvalidStatus) as refused:
            await client(url, origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443", "https://panel.example"]
)
async def test_local_and_named_pages_may_connect(origin: str) -> None:
    port = FakePort()
    async with serving(port, origins=("https://panel.example",)) as url, client(url, origin=origin) as connection:
        await connection.send("hi")
        await port.until(lambda: bool(port.messages))


def test_no_token_no_start_beyond_loopback() -> None:
    with pytest.raises(PluginError, match="STREAMVOICE_TOKEN"):
        Socket(SocketSettings(host="0.0.0.0"), environ={})
    with pytest.raises(PluginError):
        Socket(SocketSettings(host=""), environ={"STREAMVOICE_TOKEN": "  "})


async def test_beyond_loopback_the_token_opens() -> None:
    port = FakePort()
    token = {"STREAMVOICE_TOKEN": "s3cret-é"}
    async with serving(port, token, host="0.0.0.0") as url:
        for wrong in (url, url + "?token=s3cret", url + "?token="):
            with pytest.raises(InvalidStatus) as refused:
                await client(wrong)
            assert refused.value.response.status_code == 401
        async with client(url + "?token=s3cret-%C3%A9") as connection:
            await connection.send("in")
            await port.until(lambda: bool(port.messages))
    assert not [detail for _, detail in port.states if "s3cret" in detail]


async def test_a_bearer_header_opens_too() -> None:
    port = FakePort()
    bearer = {"Authorization": "Bearer abc"}
    async with (
        serving(port, {"STREAMVOICE_TOKEN": "abc"}, host="0.0.0.0") as url,
        client(url, additional_headers=bearer) as connection,
    ):
        await connection.send("in")
        await port.until(lambda: bool(port.messages))


async def test_a_taken_port_says_what_to_do() -> None:
    port = FakePort()
    async with serving(port) as url:
        taken = int(url.rsplit(":", 1)[1].rstrip("/"))
        with pytest.raises(PluginError, match=r"taken.*--port"):
            await Socket(SocketSettings(port=taken), environ={}).run(FakePort())


async def test_too_many_clients_are_turned_away() -> None:
    port = FakePort()
    async with serving(port, max_clients=1) as url, client(url) as first:
        await first.send("x")
        await port.until(lambda: bool(port.messages))
        with pytest.raises(InvalidStatus):
            async with asyncio.timeout(5):
                await client(url)


async def test_clients_that_come_at_once_are_counted_too() -> None:
    port = FakePort()
    async with serving(port, max_clients=2) as url:
        came = await asyncio.gather(*(client(url) for _ in range(8)), return_exceptions=True)
        let_in = [one for one in came if not isinstance(one, BaseException)]
        assert len(let_in) == 2
        await asyncio.gather(*(one.close() for one in let_in))


async def test_a_handshake_that_fails_takes_up_no_place() -> None:
    port = FakePort()
    async with serving(port, max_clients=1) as url:
        for _ in range(3):
            with pytest.raises(InvalidStatus, match="403"):
                await client(url, origin="https://evil.example")
        async with client(url) as connection:
            await connection.send("x")
            await port.until(lambda: bool(port.messages))


async def test_bytes_that_are_no_handshake_break_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    port = FakePort()
    async with serving(port) as url:
        where = int(url.rsplit(":", 1)[1].rstrip("/"))
        reader, writer = await asyncio.open_connection("127.0.0.1", where)
        writer.write(b"\x16\x03\x01\xff\n\n\x00garbage\r\n\r\n")
        await asyncio.wait_for(reader.read(), 5)
        writer.close()
        async with client(url) as connection:
            await connection.send("fine")
            await port.until(lambda: bool(port.messages))
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
    assert (required_token(host, "t") == "") is loopback


@given(st.text())
def test_any_path_can_be_asked_for_its_token(path: str) -> None:
    from websockets.datastructures import Headers

    assert not shows_token("a long secret that hypothesis will not guess", path, Headers())
    assert None in allowed_origins(())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.one_of(st.text(), st.binary(), _JSON.map(json.dumps), st.text().map(lambda text: "{" + text)))
def test_any_frame_is_an_object_or_a_clear_error(frame: str | bytes) -> None:
    with suppress(InputError):
        assert isinstance(incoming(frame, 65_536), dict)


async def test_what_is_no_message_is_told_to_everybody_with_its_reason() -> None:
    port = FakePort()
    async with serving(port) as url, client(url) as connection:
        await connection.send('{"text": "hello", "id": "7", "duration": -1}')
        await answer(connection)
        await connection.send('{"text": ')
        await answer(connection)
    (text, reason, name), (raw, _, nameless) = port.refused
    assert (text, name, raw, nameless) == ("hello", "7", '{"text": ', "")
    assert "duration" in reason
