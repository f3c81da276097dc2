"""The voice server as a foreign client sees it: every request is answered, and none can harm the next."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from engine.errors import InputError
from engine.voices.remote.server import place
from tests.voices.remote.fake_voice import Counting, Server, lending, until


@pytest.fixture
def voice() -> Counting:
    return Counting()


@pytest.fixture
def server(voice: Counting) -> Iterator[Server]:
    with lending(voice) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[ClientConnection]:
    with connect(server.url) as connection:
        hello = json.loads(connection.recv(2))
        assert hello == {
            "type": "hello", "protocol": 1, "voice": "fake:counting", "sample_rate": 24000, "languages": ["en", "zh"],
            "reading": "multilingual",
        }  # fmt: skip
        yield connection


def asked(client: ClientConnection, **request: Any) -> dict[str, Any]:
    client.send(json.dumps(request))
    return dict(json.loads(client.recv(2)))


def rest(client: ClientConnection) -> tuple[bytes, dict[str, Any]]:
    """The sound until the next JSON, and that."""
    sound = b""
    while isinstance(frame := client.recv(2), bytes):
        sound += frame
    return sound, json.loads(frame)


def test_a_line_from_hello_to_end(client: ClientConnection) -> None:
    begun = asked(client, do="speak", id=7, text="ABC", emotion={"happy": 0.7}, pace=0.9)
    assert begun == {"type": "begin", "id": 7, "sample_rate": 24000}
    sound, end = rest(client)
    assert end == {"type": "end", "id": 7, "samples": 7200, "cancelled": False}
    assert np.array_equal(np.unique(np.frombuffer(sound, "<f4")), np.float32([0, 0.001, 0.002]))


def test_sixteen_bits_where_they_are_asked_for(client: ClientConnection) -> None:
    asked(client, do="speak", id=1, text="ab", format="s16")
    sound, end = rest(client)
    assert len(sound) == 2 * end["samples"]
    assert np.frombuffer(sound, "<i2").max() == round(0.001 * 32767)


def test_a_text_is_read_by_the_voice_unless_it_has_been(client: ClientConnection, voice: Counting) -> None:
    for normalise in (True, False):
        asked(client, do="speak", id=1, text="Hi", normalise=normalise)
        rest(client)
    assert [line.text for line in voice.lines] == ["hi", "Hi"]
    assert asked(client, do="speakable", id=2, text="HI") == {"type": "speakable", "id": 2, "text": "hi"}
    assert asked(client, do="natural", id=3, text="HI") == {"type": "natural", "id": 3, "seconds": pytest.approx(0.2)}
    assert asked(client, do="speakable", id=4, text="!")["kind"] == "unspeakable"


def test_no_block_is_sent_that_was_not_granted(client: ClientConnection, voice: Counting) -> None:
    asked(client, do="speak", id=1, text="a" * 20, ahead=2)
    frames = [client.recv(2), client.recv(2)]
    with pytest.raises(TimeoutError):
        client.recv(0.1)
    assert len(voice.steps) == 3, "one is ready for the next grant"
    client.send(json.dumps({"do": "more", "id": 1, "blocks": 3}))
    frames += [client.recv(2) for _ in range(3)]
    client.send(json.dumps({"do": "more", "id": 99, "blocks": 9}))
    with pytest.raises(TimeoutError):
        client.recv(0.1)
    assert all(isinstance(frame, bytes) for frame in frames)


def test_a_cancelled_line_ends_at_once_and_the_next_may_begin(client: ClientConnection, voice: Counting) -> None:
    voice.step_s = 0.05
    asked(client, do="speak", id=1, text="a" * 100)
    client.recv(2)
    client.send(json.dumps({"do": "cancel", "id": 77}))
    client.send(json.dumps({"do": "cancel", "id": 1}))
    sent, end = rest(client)
    assert end == {"type": "end", "id": 1, "samples": len(sent) // 4 + 2400, "cancelled": True}
    made = len(voice.steps)
    asked(client, do="speak", id=2, text="b")
    assert rest(client)[1]["id"] == 2
    assert voice.steps[made:].count("a") <= 1
    assert "a" in voice.closed


def test_hanging_up_stops_the_work(server: Server, voice: Counting) -> None:
    voice.step_s = 0.02
    with connect(server.url) as connection:
        connection.send(json.dumps({"do": "speak", "id": 1, "text": "a" * 500}))
        until(lambda: len(voice.steps) > 2)
    until(lambda: voice.closed)
    made = len(voice.steps)
    time.sleep(0.1)
    assert len(voice.steps) == made


def test_a_second_line_on_one_connection_has_to_wait(client: ClientConnection, voice: Counting) -> None:
    voice.step_s = 0.05
    asked(client, do="speak", id=1, text="aaaa")
    client.send(json.dumps({"do": "natural", "id": 2, "text": "b"}))
    assert rest(client)[1]["kind"] == "busy"
    assert rest(client)[1]["samples"] == 4 * 2400


FIELDS: list[dict[str, Any]] = [
    {"do": "dance"}, {"text": ""}, {"id": -1}, {"id": "1"}, {"wat": 2}, {"pace": float("nan")}, {"pace": 9},
    {"duration": 0}, {"duration": float("inf")}, {"emotion": {"odd": 1}}, {"emotion": {"happy": 2}}, {"ahead": 0},
    {"text": "a" * 2001}, {"do": "more", "blocks": 1000}, {"text": None}, {"text": ["a"]},
]  # fmt: skip
WRONG = [json.dumps({"do": "speak", "id": 1, "text": "a", **fields}) for fields in FIELDS]
WRONG += ["", "{", "[]", "null", "hello", '{"do": "speak"}', "[" * 5000]


@pytest.mark.parametrize("frame", [*WRONG, b"\0\1"])
def test_what_is_wrong_is_answered_and_the_next_line_is_spoken(client: ClientConnection, frame: str | bytes) -> None:
    client.send(frame)
    fault = json.loads(client.recv(2))
    assert (fault["type"], fault["kind"]) == ("error", "request")
    assert fault["what"]
    asked(client, do="speak", id=2, text="a")
    assert rest(client)[1]["samples"] == 2400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200) | st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["do", "id", "text", "pace"]), inner),
    max_leaves=6,
).map(json.dumps))  # fmt: skip
def test_anything_is_answered(client: ClientConnection, frame: str | bytes) -> None:
    client.send(frame.encode("utf-8", "replace").decode("utf-8") if isinstance(frame, str) else frame)
    assert json.loads(client.recv(2))["type"] == "error"


def test_a_huge_request_costs_its_sender_the_connection_and_nobody_else(server: Server) -> None:
    with connect(server.url) as greedy, connect(server.url) as other:
        greedy.recv(2), other.recv(2)
        greedy.send("x" * 100_000)
        with pytest.raises(ConnectionClosed):
            greedy.recv(2)
        asked(other, do="speak", id=1, text="a")
        assert rest(other)[1]["samples"] == 2400


def test_beyond_this_machine_a_token_is_needed() -> None:
    with pytest.raises(InputError, match="STREAMVOICE_VOICE_TOKEN"):
        place("0.0.0.0", 8711, " ")
    assert place("0.0.0.0", 8711, " secret ").token == "secret"
    assert place("127.0.0.1", 8711, "secret").token == ""


def test_a_page_from_elsewhere_may_not_use_the_voice(server: Server) -> None:
    with pytest.raises(InvalidStatus), connect(server.url, origin=Origin("https://example.org")):
        pass
    with connect(server.url, origin=Origin("http://localhost:3000")) as connection:
        assert json.loads(connection.recv(2))["type"] == "hello"


def test_a_port_that_is_taken_is_said(server: Server) -> None:
    with pytest.raises(InputError, match=f"127.0.0.1:{server.port}: it is taken"):
        Server(Counting(), place("127.0.0.1", server.port, ""))
