"""A voice behind a speech server: exact lengths on our side, and every fault of the other as one clear line."""

from __future__ import annotations

import io
import time
import wave
from collections.abc import Callable

import numpy as np
import pytest

from engine.errors import UnspeakableError, UnsuitedError, VoiceError
from engine.protocols import Voice
from engine.values import EmotionVector, Line
from engine.voices.registry import check_voice, load_voice
from engine.voices.remote.settings import RemoteSettings
from engine.voices.settings import VoiceSettings
from tests.voices.remote.fake_speech import RATE, Exchange, FakeSpeech, serving, tone

TEXT = "Hello chat, how are you?"
QUICK = RemoteSettings(connect_s=0.3, silent_s=0.3)
ERROR = b'{"error": {"message": "The model is\\nnot loaded.", "type": "server_error"}}'


def voice_at(server: FakeSpeech, settings: RemoteSettings = QUICK, options: str = "") -> Voice:
    return load_voice(server.voice + options, VoiceSettings(remote=settings))


def said(voice: Voice, text: str = TEXT, **how: object) -> np.ndarray:
    return np.concatenate(list(voice.speak(Line(0, 0, text, **how))))  # type: ignore[arg-type]  # named by the caller


def test_what_the_server_says_is_given_on_and_it_is_asked_in_its_own_words(speech: FakeSpeech) -> None:
    heard = said(voice_at(speech))
    assert np.array_equal(heard, np.frombuffer(tone(1.0), "<i2")[: len(heard)].astype(np.float32) / 32768)
    assert abs(len(heard) - RATE) < 50, "but for the last sample or so of silence"
    assert speech.requests == [{"model": "tts-1", "voice": "bella", "response_format": "pcm", "input": TEXT}]


@pytest.mark.parametrize("pace", [0.5, 0.75, 0.97, 1.1, 2.0])
def test_a_pace_is_met_to_the_sample(speech: FakeSpeech, pace: float) -> None:
    voice = voice_at(speech)
    assert len(said(voice, pace=pace)) == round(len(said(voice)) * pace)


@pytest.mark.parametrize("duration", [0.6, 0.9, 1.0, 1.37, 2.0, 3.5])
def test_a_duration_is_met_to_the_sample(speech: FakeSpeech, duration: float) -> None:
    heard = said(voice_at(speech), duration=duration)
    assert len(heard) == round(duration * RATE)
    spoken = np.flatnonzero(np.abs(heard) > 0.1)[-1] / RATE
    assert spoken == pytest.approx(min(duration, 2.0), abs=0.05), "longer than twice natural is silence"


def test_too_short_a_duration_is_the_lines_fault(speech: FakeSpeech) -> None:
    with pytest.raises(UnsuitedError, match=r"at least 0\.5"):
        said(voice_at(speech), duration=0.4)
    with pytest.raises(UnsuitedError):
        voice_at(speech).speak(Line(0, 0, TEXT, pace=3.0))


def test_speed_is_asked_where_the_length_would_be_far_off(speech: FakeSpeech) -> None:
    voice = voice_at(speech)
    natural = voice.natural_seconds(Line(0, 0, TEXT))
    said(voice, duration=natural / 1.5)
    said(voice, duration=natural * 1.05)
    said(voice_at(speech, RemoteSettings(speed=False)), duration=natural / 1.5)
    assert [request.get("speed") for request in speech.requests] == [1.5, None, None]


def test_the_natural_length_is_learnt(speech: FakeSpeech) -> None:
    speech.act = lambda exchange: exchange.stream([tone(3.0)])
    voice, line = voice_at(speech), Line(0, 0, TEXT)
    before = voice.natural_seconds(line)
    for _ in range(5):
        said(voice)
    assert before < voice.natural_seconds(line) < 3.5


def test_a_feeling_goes_along_in_words_where_the_server_takes_them(speech: FakeSpeech) -> None:
    joy = EmotionVector(happy=0.8, surprised=0.2)
    said(voice_at(speech), emotion=joy)
    said(voice_at(speech, RemoteSettings(instructions=True)), emotion=joy)
    said(voice_at(speech, RemoteSettings(instructions=True)))
    assert [request.get("instructions") for request in speech.requests] == [
        None, "Sound very happy and slightly surprised.", None,
    ]  # fmt: skip


def test_silence_at_the_ends_goes(speech: FakeSpeech) -> None:
    speech.act = lambda exchange: exchange.stream([tone(0.5, silence_s=0.4)])
    assert len(said(voice_at(speech))) == pytest.approx(0.52 * RATE, abs=0.005 * RATE)


def wav(seconds: float, rate: int, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.repeat(np.frombuffer(tone(seconds, rate), "<i2"), channels).tobytes())
    return file.getvalue()


@pytest.mark.parametrize(("rate", "channels"), [(24_000, 1), (22_050, 1), (48_000, 2)])
def test_a_wav_header_gives_the_rate(speech: FakeSpeech, rate: int, channels: int) -> None:
    sound = wav(1.0, rate, channels)
    endless = sound[:4] + b"\xff\xff\xff\xff" + sound[8:40] + b"\xff\xff\xff\xff" + sound[44:]
    for body in (sound, endless):
        speech.act = lambda exchange, body=body: exchange.stream(
            [body[i : i + 1001] for i in range(0, len(body), 1001)]
        )
        heard = said(voice_at(speech))
        assert len(heard) / RATE == pytest.approx(1.0, abs=0.01)
        crossings = np.count_nonzero(np.diff(np.signbit(heard)))
        assert crossings == pytest.approx(440, abs=6), "220 Hz stay 220 Hz"


def test_another_rate_of_bare_samples_is_told_behind_the_address(speech: FakeSpeech) -> None:
    speech.act = lambda exchange: exchange.stream([tone(1.0, 16_000)])
    voice = voice_at(speech, options="")
    voice = load_voice(speech.voice.replace("#bella", "#voice=bella&rate=16000&model=m&languages=zh,en"))
    assert voice.sample_rate == 16_000
    assert voice.languages == {"zh", "en"}  # type: ignore[attr-defined]  # voices may have it
    assert len(said(voice)) == pytest.approx(16_000, abs=50)
    assert (speech.requests[0]["model"], speech.requests[0]["voice"]) == ("m", "bella")


def drip(exchange: Exchange) -> None:
    exchange.stream(b"\0\0" if not time.sleep(0.05) else b"" for _ in range(200))


def drip_head(exchange: Exchange) -> None:
    for _ in range(200):
        exchange.wfile.write(b"H")
        exchange.wfile.flush()
        time.sleep(0.05)


def break_off(exchange: Exchange) -> None:
    exchange.stream([tone(0.3)], end=False)
    exchange.close_connection = True


def garbage(exchange: Exchange) -> None:
    exchange.wfile.write(RANDOM)
    exchange.close_connection = True


def endless(exchange: Exchange) -> None:
    block = tone(1.0)
    while True:
        exchange.wfile.write(block) if exchange.server.sent else exchange.head(Connection="close")
        exchange.server.sent += 1


RANDOM = np.random.default_rng(1).bytes(40_000)
FAULTS: list[tuple[Callable[[Exchange], None], str, str]] = [
    (lambda e: e.whole(ERROR, 500, "application/json"), "answered 500: The model is not loaded", "log"),
    (lambda e: e.whole(b'{"detail": "No such voice"}', 400, "application/json"), "400: No such voice", "#"),
    (lambda e: e.whole(b'{"error": "who?"}', 401, "application/json"), "401: who", "STREAMVOICE_SPEECH_KEY"),
    (lambda e: e.whole(b"<html>nothing here</html>", 404, "text/html"), "answered 404.", "/v1/audio/speech"),
    (lambda e: e.whole(b"", 302, None), "answered 302.", "Check"),
    (
        lambda e: e.whole(b"<html>hello</html>", 200, "text/html; charset=utf-8"),
        "text/html instead of sound",
        "address",
    ),
    (lambda e: e.whole(ERROR, 200, "application/json"), "application/json instead of sound: The model is", "address"),
    (lambda e: e.whole(ERROR, 200, None), "sent text, not PCM", "pcm"),
    (lambda e: e.whole(b"ID3" + RANDOM), "sent MP3, not PCM", "pcm"),
    (lambda e: e.whole(RANDOM), "noise", "format"),
    (lambda e: e.whole(b"RIFF\0\0\0\0WAVEfmt garbage data"), "WAV", "16-bit"),
    (lambda e: e.whole(b""), "sent no sound", "#"),
    (lambda e: e.whole(bytes(9600)), "sent no sound", "#"),
    (lambda e: time.sleep(1.5), "sent nothing for 0.3 s", "silent_s"),
    (drip, "sent nothing for 0.3 s", "silent_s"),
    (drip_head, "sent nothing for 0.3 s", "silent_s"),
    (break_off, "broke off", "log"),
    (garbage, "broke off", "log"),
    (endless, "34 s of sound for 24 characters", "format"),
]


@pytest.mark.parametrize(("act", "what", "fix"), FAULTS)
def test_a_fault_is_one_line_and_the_next_line_is_spoken(
    speech: FakeSpeech, act: Callable[[Exchange], None], what: str, fix: str
) -> None:
    voice, well = voice_at(speech), speech.act
    speech.act = act
    begun = time.monotonic()
    with pytest.raises(VoiceError) as caught:
        said(voice)
    assert time.monotonic() - begun < 2.0
    assert what in caught.value.what
    assert fix in caught.value.fix
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, UnsuitedError), "the voice is at fault, not the line"
    speech.act = well
    assert len(said(voice)) > 0


def test_a_dead_server_is_told_and_one_that_comes_back_is_used() -> None:
    with serving() as server:
        port, voice = server.port, voice_at(server)
        said(voice)
    with pytest.raises(VoiceError, match="cannot be reached"):
        said(voice)
    with serving(port):
        assert len(said(voice)) > 0


def test_no_step_lasts_long_and_an_abandoned_line_ends_the_request(speech: FakeSpeech) -> None:
    def slowly(exchange: Exchange) -> None:
        time.sleep(0.3)
        exchange.stream(tone(0.1) if not time.sleep(0.02) else b"" for _ in range(500))

    speech.act = slowly
    blocks = voice_at(speech, RemoteSettings()).speak(Line(0, 0, TEXT))
    longest, empty = 0.0, 0
    while True:
        begun = time.monotonic()
        block = next(blocks)
        longest = max(longest, time.monotonic() - begun)
        empty += len(block) == 0
        if len(block):
            break
    assert longest < 0.2
    assert empty >= 5, "it could have been cancelled while it waited"
    del blocks
    left = time.monotonic()
    while not speech.hung_up_at and time.monotonic() < left + 2:
        time.sleep(0.005)
    assert speech.hung_up_at[0] - left < 0.5
    assert speech.sent < 30


def test_a_line_abandoned_before_the_answer_hangs_up_too(speech: FakeSpeech) -> None:
    ended: list[bytes] = []
    speech.act = lambda exchange: ended.append(exchange.connection.recv(1))
    blocks = voice_at(speech, RemoteSettings()).speak(Line(0, 0, TEXT))
    while not speech.requests:
        next(blocks)
    blocks.close()  # type: ignore[attr-defined]  # it is a generator
    until = time.monotonic() + 1
    while not ended and time.monotonic() < until:
        time.sleep(0.005)
    assert ended == [b""]


def test_the_key_goes_along_but_never_in_clear_text_to_another_machine(
    speech: FakeSpeech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMVOICE_SPEECH_KEY", "geheim")
    said(voice_at(speech))
    assert speech.keys == ["Bearer geheim"]
    check_voice("openai:https://example.org/v1/audio/speech")
    with pytest.raises(VoiceError, match="clear text") as caught:
        check_voice("openai:http://example.org/v1/audio/speech")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["", "x", "ftp://a/", "http://", "http:///v1", "http://a b/", "http://me:pw@host/", "http://a:0/", "http://a:99999/",
     "http://[::1/", "http://host/#what=1", "http://host/#rate=1", "http://host/#rate=viel", "http://h\u00f6st/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_asked(name: str) -> None:
    with pytest.raises(VoiceError) as caught:
        check_voice(f"openai:{name}")
    assert caught.value.fix
    assert "pw" not in str(caught.value)


def test_what_cannot_be_read_is_not_sent(speech: FakeSpeech) -> None:
    with pytest.raises(UnspeakableError):
        voice_at(speech).speakable("\N{GRINNING FACE}")
    assert speech.requests == []
