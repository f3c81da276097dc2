"""Our own stream: the local voice's very samples, and whatever happens to the other side is one clear line."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from engine.errors import UnspeakableError, UnsuitedError, VoiceError
from engine.protocols import Voice
from engine.values import EmotionVector, Line
from engine.voices.hibari import HibariVoice
from engine.voices.registry import check_voice, load_voice
from engine.voices.remote.server import Place
from engine.voices.remote.settings import RemoteSettings
from engine.voices.settings import VoiceSettings
from tests.voices.remote.fake_voice import Counting, Server, lending, until

QUICK = VoiceSettings(remote=RemoteSettings(connect_s=0.5, silent_s=0.5))
EMOTIONS = st.dictionaries(st.sampled_from(["happy", "sad", "angry", "calm"]), st.floats(0, 1), max_size=3)


def said(voice: Voice, line: Line) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.float32), *voice.speak(line)])


@pytest.fixture(scope="module")
def heart() -> Iterator[tuple[Voice, Voice]]:
    local = HibariVoice.load("heart")
    with lending(local) as server:
        yield local, load_voice(server.voice)


@settings(max_examples=15, deadline=None)
@given(
    EMOTIONS, st.none() | st.floats(0.9, 2.5), st.floats(0.5, 2.0), st.sampled_from(["It's 5 o'clock :)", "Oh no..."])
)
def test_the_samples_are_the_local_voices_own(
    heart: tuple[Voice, Voice], felt: dict[str, float], duration: float | None, pace: float, text: str
) -> None:
    local, remote = heart
    assert remote.sample_rate == local.sample_rate
    read = local.speakable(text)
    assert remote.speakable(text) == read
    line = Line(3, 1, f"{read},", EmotionVector.of(felt), duration, 1.0 if duration else pace)
    assert np.array_equal(said(local, line), said(remote, line))
    assert remote.natural_seconds(line) == local.natural_seconds(line)


def test_all_of_a_line_goes_along_and_nothing_is_read_twice() -> None:
    voice = Counting()
    with lending(voice) as server:
        remote = load_voice(server.voice)
        line = Line(7, 2, "ABC", EmotionVector(sad=0.5), 0.9)
        said(remote, line)
        assert voice.lines == [line]
        assert remote.languages == voice.languages  # type: ignore[attr-defined]  # voices may have it
        assert remote.natural_seconds(line) == pytest.approx(0.3)


def test_the_voices_own_errors_come_back_as_they_were() -> None:
    with lending(Counting()) as server:
        remote = load_voice(server.voice, QUICK)
        with pytest.raises(UnsuitedError, match=r"Too short\. Allow more\."):
            said(remote, Line(0, 0, "ab", duration=0.05))
        with pytest.raises(UnspeakableError):
            remote.speakable("!!")
        with pytest.raises(VoiceError, match="failed on this line \\(RuntimeError\\)"):
            said(remote, Line(0, 0, "ab*"))
        assert len(said(remote, Line(0, 0, "ab"))) == 4800, "and the next line is spoken"


def test_an_abandoned_line_stops_the_work_within_one_step() -> None:
    voice = Counting(step_s=0.05)
    with lending(voice) as server:
        remote = load_voice(server.voice)
        blocks = remote.speak(Line(0, 0, "a" * 200))
        while len(voice.steps) < 3:
            next(blocks)
        made = len(voice.steps)
        blocks.close()  # type: ignore[attr-defined]  # it is a generator
        until(lambda: voice.closed)
        assert len(voice.steps) <= made + 2, "the one that had begun while we looked, and one more"
        stopped = len(voice.steps)
        assert len(said(remote, Line(0, 0, "bcd"))) == 3 * 2400, (
            "by the same connection, without a sample of the old line"
        )
        assert voice.steps[stopped:] == ["b", "b", "b"]


def test_a_line_that_nobody_takes_is_not_made_without_bound() -> None:
    voice = Counting()
    with lending(voice) as server:
        remote = load_voice(server.voice)
        blocks = remote.speak(Line(0, 0, "a" * 500))
        while not len(next(blocks)):
            pass
        time.sleep(0.3)
        assert 2 <= len(voice.steps) < 40
        assert sum(map(len, blocks)) == 499 * 2400


def test_lines_of_two_clients_take_turns() -> None:
    voice = Counting(step_s=0.01)
    with lending(voice) as server:
        lines = [Line(0, 0, char * 20) for char in "ab"]
        threads = [threading.Thread(target=said, args=(load_voice(server.voice), line)) for line in lines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    second = max(voice.steps.index("a"), voice.steps.index("b"))
    shared = voice.steps[second : second + 16]
    assert abs(shared.count("a") - shared.count("b")) <= 3


def test_a_server_that_comes_back_is_found_again() -> None:
    voice = Counting()
    with lending(voice) as first:
        remote = load_voice(first.voice, QUICK)
        said(remote, Line(0, 0, "ab"))
        port = first.port
    with pytest.raises(VoiceError, match="No voice server answers"):
        said(remote, Line(0, 0, "ab"))
    with lending(voice, Place(port=port)):
        assert len(said(remote, Line(0, 0, "ab"))) == 4800


def test_a_restart_between_two_lines_costs_none() -> None:
    with lending(Counting()) as first:
        remote = load_voice(first.voice, QUICK)
        said(remote, Line(0, 0, "ab"))
        port = first.port
    with lending(Counting(), Place(port=port)):
        assert len(said(remote, Line(0, 0, "ab"))) == 4800


def test_a_server_that_is_away_is_told_at_once_and_used_once_it_is_there() -> None:
    with lending(Counting()) as gone:
        port, name = gone.port, gone.voice
    with pytest.raises(VoiceError, match=r"nothing listens there\. Start `streamvoice serve` there"):
        load_voice(name, QUICK)
    with lending(Counting(), Place(port=port)):
        assert len(said(load_voice(name, QUICK), Line(0, 0, "ab"))) == 4800


def test_a_server_may_come_back_with_another_rate() -> None:
    with lending(Counting()) as first:
        remote, port = load_voice(first.voice, QUICK), first.port
    with lending(Counting(sample_rate=16_000), Place(port=port)):
        assert len(said(remote, Line(0, 0, "abcde"))) == remote.sample_rate // 2 == 12_000


def test_a_server_that_dies_in_a_line_is_told() -> None:
    voice = Counting(step_s=0.02)
    server = Server(voice, Place(port=0))
    blocks = load_voice(server.voice, QUICK).speak(Line(0, 0, "a" * 100))
    while not len(next(blocks)):
        pass
    server.end()
    with pytest.raises(VoiceError, match="broke off"):
        list(blocks)


def test_a_voice_that_works_long_without_sound_is_not_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.voices.remote.wire.SILENT_S", 0.1)

    class Pondering(Counting):
        def _blocks(self, line: Line) -> Iterator[np.ndarray]:
            for _ in range(50):
                time.sleep(0.02)
                yield np.zeros(0, np.float32)
            yield from super()._blocks(line)

    with lending(Pondering()) as server:
        assert len(said(load_voice(server.voice, QUICK), Line(0, 0, "ab"))) == 4800


def test_who_accepts_and_says_nothing_is_waited_for_no_longer_than_set_and_can_be_abandoned() -> None:
    with lending(Counting()) as gone:
        voice, port = load_voice(gone.voice, QUICK), gone.port
    with socket.create_server(("127.0.0.1", port)):
        for ask in (lambda: load_voice(gone.voice, QUICK), lambda: said(voice, Line(0, 0, "a"))):
            begun = time.monotonic()
            with pytest.raises(VoiceError, match="it takes too long"):
                ask()
            assert 0.4 < time.monotonic() - begun < 1.5
        blocks = voice.speak(Line(0, 0, "a"))
        begun = time.monotonic()
        assert len(next(blocks)) == 0
        blocks.close()  # type: ignore[attr-defined]  # it is a generator
        assert time.monotonic() - begun < 0.2


def test_the_token_is_asked_for_and_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with lending(Counting(), Place(port=0, token="a secret")) as server:
        monkeypatch.setenv("STREAMVOICE_VOICE_TOKEN", "a secret")
        assert len(said(load_voice(server.voice, QUICK), Line(0, 0, "a"))) == 2400
        monkeypatch.setenv("STREAMVOICE_VOICE_TOKEN", "another")
        with pytest.raises(VoiceError, match="wants its token") as caught:
            load_voice(server.voice, QUICK)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("token", ["geh\u00e4im", "two\nlines", "a\x07b"])
@pytest.mark.parametrize(
    ("variable", "name"),
    [("STREAMVOICE_VOICE_TOKEN", "stream:ws://127.0.0.1:9/"), ("STREAMVOICE_SPEECH_KEY", "openai:http://127.0.0.1:9/")],
)
def test_a_secret_that_no_header_can_carry_is_refused_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, name: str, token: str
) -> None:
    monkeypatch.setenv(variable, token)
    with pytest.raises(VoiceError, match=f"{variable} holds characters that cannot be sent") as caught:
        check_voice(name)
    assert not {token, *token.split()} & set(str(caught.value).split())


def test_too_many_clients_are_told_so() -> None:
    with lending(Counting(), Place(port=0, max_clients=1)) as server:
        one = load_voice(server.voice, QUICK)
        with pytest.raises(VoiceError, match="too many clients"):
            said(load_voice(server.voice, QUICK), Line(0, 0, "a"))
        assert len(said(one, Line(0, 0, "a"))) == 2400


HELLO = json.dumps({"type": "hello", "protocol": 1, "voice": "x", "sample_rate": 24000})


@contextmanager
def imposter(act: Callable[[ServerConnection, int], None]) -> Iterator[str]:
    """A server that says hello and then does what ``act`` does with a request's id."""

    def handle(connection: ServerConnection) -> None:
        connection.send(HELLO)
        try:
            while request := json.loads(connection.recv()):
                if request["do"] != "more":
                    act(connection, request["id"])
        except ConnectionClosed:
            return

    with serve(handle, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"stream:ws://127.0.0.1:{server.socket.getsockname()[1]}/"
        server.shutdown()


def begin(connection: ServerConnection, number: int, *frames: bytes | dict[str, object]) -> None:
    connection.send(json.dumps({"type": "begin", "id": number, "sample_rate": 24000}))
    for frame in frames:
        connection.send(frame if isinstance(frame, bytes) else json.dumps({"id": number, **frame}))


SOUND = np.zeros(2400, "<f4").tobytes()
NOISE = np.random.default_rng(1).uniform(-1, 1, 4800).astype("<f4").tobytes()


def endless(connection: ServerConnection, number: int) -> None:
    begin(connection, number)
    while True:
        connection.send(np.zeros(24_000, "<f4").tobytes())


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda c, n: None, "sent nothing for 0.5 s"),
        (lambda c, n: c.send("{}"), "is wrong"),
        (lambda c, n: c.send("<html>"), "is wrong"),
        (lambda c, n: c.send(b"\0\0\0\0"), "is binary"),
        (lambda c, n: c.send(HELLO), "answered something else"),
        (lambda c, n: begin(c, n, SOUND), "sent nothing for 0.5 s"),
        (lambda c, n: begin(c, n, SOUND[:-1]), "half a sample"),
        (lambda c, n: begin(c, n, np.full(9, np.nan, "<f4").tobytes()), "what is no sound"),
        (lambda c, n: begin(c, n, np.full(9, 1e20, "<f4").tobytes()), "what is no sound"),
        (lambda c, n: begin(c, n, NOISE), "noise, not speech"),
        (lambda c, n: begin(c, n, {"type": "end", "samples": 0}), "sent no sound"),
        (lambda c, n: begin(c, n, b"", {"type": "end", "samples": 0}), "sent no sound"),
        (lambda c, n: begin(c, n, SOUND, {"type": "end", "samples": 2401}), "lost samples"),
        (lambda c, n: begin(c, n, bytes(4_000_000)), "broke off"),
        (lambda c, n: c.close(), "broke off"),
        (endless, "does not end"),
        (lambda c, n: c.send(json.dumps({"type": "error", "id": n, "kind": "voice", "what": "a\x1b[2J\nb"})), "a[2J b"),
    ],
)
def test_what_a_broken_server_says_is_one_line(act: Callable[[ServerConnection, int], None], what: str) -> None:
    with imposter(act) as name:
        begun = time.monotonic()
        with pytest.raises(VoiceError) as caught:
            said(load_voice(name, QUICK), Line(0, 0, "ab"))
        assert time.monotonic() - begun < 2.0
        assert what in caught.value.what
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("duration", [0.09, 0.1001, 0.5])
def test_a_line_of_another_length_than_was_asked_for_is_refused(duration: float) -> None:
    with imposter(lambda c, n: begin(c, n, SOUND, {"type": "end", "samples": 2400})) as name:
        voice = load_voice(name, QUICK)
        with pytest.raises(VoiceError, match=r"sent 0\.1 s for"):
            said(voice, Line(0, 0, "ab", duration=duration))
        assert len(said(voice, Line(0, 0, "ab", duration=0.1))) == 2400


def test_a_voice_that_overshoots_is_clipped() -> None:
    loud = np.full(2400, -1.5, "<f4").tobytes()
    with imposter(lambda c, n: begin(c, n, loud, {"type": "end", "samples": 2400})) as name:
        assert said(load_voice(name, QUICK), Line(0, 0, "ab")).min() == -1.0


def test_what_is_said_of_another_request_is_passed_over() -> None:
    def late(connection: ServerConnection, number: int) -> None:
        old = {"type": "end", "id": number + 7, "samples": 9, "cancelled": True}
        connection.send(json.dumps(old))
        begin(connection, number, old, SOUND, {**old, "type": "begin", "sample_rate": 8000}, old)
        connection.send(json.dumps({"type": "end", "id": number, "samples": 2400}))
        connection.send(json.dumps(old))

    with imposter(late) as name:
        voice = load_voice(name, QUICK)
        for _ in range(3):
            assert len(said(voice, Line(0, 0, "ab"))) == 2400


def test_a_server_that_only_ever_speaks_of_other_requests_is_silent() -> None:
    def never(connection: ServerConnection, number: int) -> None:
        for _ in range(200):
            connection.send(json.dumps({"type": "end", "id": number + 1, "samples": 0}))
            time.sleep(0.01)

    with imposter(never) as name, pytest.raises(VoiceError, match=r"sent nothing for 0\.5 s"):
        said(load_voice(name, QUICK), Line(0, 0, "ab"))


def test_a_newer_protocol_is_refused() -> None:
    newer = json.dumps({"type": "hello", "protocol": 2, "voice": "x", "sample_rate": 24000, "more": []})
    with serve(lambda connection: connection.send(newer), "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        name = f"stream:ws://127.0.0.1:{server.socket.getsockname()[1]}/"
        with pytest.raises(VoiceError, match="protocol 2, not 1"):
            load_voice(name, QUICK)
        server.shutdown()


@pytest.mark.parametrize(
    "name",
    ["", "x", "http://a/", "ws://", "ws://a b/", "ws://me:pw@host/", "ws://a/#x=1", "ws://a/#x", "ws://a/?token=pw"],
)
def test_what_is_no_address_is_refused_before_anything_is_asked(name: str) -> None:
    with pytest.raises(VoiceError) as caught:
        check_voice(f"stream:{name}")
    assert caught.value.fix
    assert "pw" not in str(caught.value)
