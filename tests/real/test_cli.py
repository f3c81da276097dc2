"""The commands, as users and other programs call them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import soundfile

from engine.values import EMOTIONS
from tests.real.command import LONG, PROGRAM, environment, live, read_events, streamvoice, succeeded

pytestmark = pytest.mark.real
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals and no pseudo terminals")

CHAT = [
    {"id": "a", "author": "anna", "text": "Hello everybody!"},
    {"id": "b", "author": "ben", "text": "I lost my keys.", "at": 300, "emotion": {"sad": 0.8}},
    {"id": "a", "author": "anna", "text": "Hello everybody!"},
    {"id": "c", "author": "cleo", "text": "今天天气很好"},
    {"id": "d", "author": "dora", "text": "Two seconds.", "duration": 2.0},
    {"id": "e", "author": "emil", "text": "!help"},
    {"id": "f", "author": "finn", "text": "", "kind": "raid", "amount": 25},
]
SPOKEN = {"a", "b", "d", "f"}
TYPES = {"message", "dropped", "queued", "speaking", "chunk", "onset", "played", "spoken"}


def chat_file(folder: Path, lines: list[Any] = CHAT) -> Path:
    path = folder / "chat.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def test_demo(tmp_path: Path) -> None:
    told = succeeded(streamvoice("demo", "--headless", "--fast", cwd=tmp_path)).stderr
    recording, picture = sorted((tmp_path / "recordings").iterdir(), key=lambda path: path.suffix, reverse=True)
    assert f"recordings/{recording.name}" in told.replace("\\", "/").replace("\n", "")
    assert soundfile.info(recording).duration > 15
    drawn = " ".join(ElementTree.fromstring(picture.read_text("utf-8")).itertext())
    assert all(name in drawn for name in EMOTIONS)
    assert "raiding" in drawn
    assert "heard after" in drawn
    assert "deleted by a moderator" in drawn


def test_a_chat_file_becomes_a_sound_file(tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    chat_file(tmp_path)
    succeeded(
        streamvoice("live", "--headless", "--input", "chat.jsonl", "--fast", "--sink", "wav:out.wav",
                    "--until-idle", "--events", "events.jsonl", cwd=tmp_path)
    )  # fmt: skip
    events = read_events(tmp_path / "events.jsonl")
    assert {event["type"] for event in events} >= TYPES
    assert all({"type", "t", "turn_id"} <= event.keys() for event in events)
    for turn in {event["turn_id"] for event in events if event["type"] == "spoken"}:
        times = {event["type"]: event["t"] for event in reversed(events) if event["turn_id"] == turn}
        assert times["queued"] <= times["speaking"] <= times["onset"] <= times["spoken"]
    ends = Counter((event["type"], event["id"]) for event in events if event["type"] in ("spoken", "dropped"))
    assert ends == {("spoken", name): 1 for name in SPOKEN} | {("dropped", name): 1 for name in "ace"}
    assert all(event["reason"] for event in events if event["type"] == "dropped")
    last = max(event["end"] for event in events if event["type"] == "played")
    assert soundfile.info(out).frames >= last
    heard, _ = soundfile.read(out)
    assert abs(heard).max() > 0.1


def test_the_mood_of_a_recorded_stream_is_drawn(tmp_path: Path) -> None:
    chat_file(tmp_path)
    succeeded(
        streamvoice("live", "--headless", "--input", "chat.jsonl", "--fast", "--sink", "null:fast", "--until-idle",
                    "--events", "events.jsonl", cwd=tmp_path)
    )  # fmt: skip
    felt = [event for event in read_events(tmp_path / "events.jsonl") if event["type"] == "felt"]
    assert any("asked for" in event["note"] and event["mood"]["sad"] > 0.05 for event in felt), "ben asked for sadness"
    told = succeeded(streamvoice("feel", "--timeline", "events.jsonl", "--out", "mood.svg", cwd=tmp_path)).stderr
    assert f"{len(felt)} sentences felt" in told
    drawn = " ".join(ElementTree.fromstring((tmp_path / "mood.svg").read_text("utf-8")).itertext())
    assert all(event["text"] in drawn for event in felt)
    assert all(name in drawn for name in EMOTIONS)


def test_a_text_is_felt_and_a_pipe_too(tmp_path: Path) -> None:
    [one] = succeeded(streamvoice("feel", "we WON!!! 🎉", "--json", cwd=tmp_path)).stdout.splitlines()
    piped = succeeded(streamvoice("feel", "--json", cwd=tmp_path, stdin="we WON!!! 🎉\n我好难过\n")).stdout.splitlines()
    first, second = map(json.loads, piped)
    assert {**first, "ms": 0} == {**json.loads(one), "ms": 0}
    assert (first["top"], second["top"]) == ("happy", "sad")


def said(folder: Path, text: str, *options: str) -> dict[str, Any]:
    """``say --json``'s answer."""
    done = succeeded(streamvoice("say", text, "--out", "said.wav", "--json", *options, cwd=folder))
    return dict(json.loads(done.stdout))


def test_say_takes_exactly_as_long_as_it_is_told(tmp_path: Path) -> None:
    told = said(tmp_path, "Hello chat, how are you?", "--duration", "2.5", "--emotion", "happy=0.7,surprised=0.2")
    info = soundfile.info(tmp_path / "said.wav")
    assert info.frames == round(2.5 * info.samplerate) == told["samples"]
    assert told["sample_rate"] == info.samplerate
    assert told["emotion"]["happy"] > told["emotion"]["surprised"] > 0


def test_say_takes_a_share_of_the_natural_length_in_another_voice(tmp_path: Path) -> None:
    natural = said(tmp_path, "Hello chat, how are you?", "--emotion", "calm=0.1")
    short = said(
        tmp_path, "Hello chat, how are you?", "--emotion", "calm=0.1", "--pace", "0.8", "--voice", "hibari:bright"
    )
    assert short["seconds"] == pytest.approx(natural["seconds"] * 0.8, abs=0.05)
    assert (natural["voice"], short["voice"]) == ("hibari:heart", "hibari:bright")
    assert soundfile.info(tmp_path / "said.wav").frames == short["samples"]


@pytest.mark.parametrize("kind", ["flac", "mp3"])
def test_say_reads_standard_input_and_writes_what_the_name_says(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "new" / f"said.{kind}"
    succeeded(streamvoice("say", "-", "--out", str(out), cwd=tmp_path, stdin="Hello from a pipe."))
    assert soundfile.info(out).format == kind.upper()
    heard, _ = soundfile.read(out)
    assert abs(heard).max() > 0.1


@pytest.mark.parametrize("arguments", [("say", "\N{GRINNING FACE}", "--out", "a.wav"), ("ctl", "skip", "--port", "1")])
def test_what_cannot_be_done_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = streamvoice(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert len(re.findall(r"^error: \S", done.stderr, re.MULTILINE)) == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_the_socket_takes_texts_and_verbs_and_tells_events(tmp_path: Path) -> None:
    with live(tmp_path) as engine, engine.connect() as client:
        engine.wait_for("ready")
        client.send(json.dumps({"text": LONG, "id": "one", "author": "anna", "emotion": "happy=0.5"}))
        client.send(json.dumps({"text": "The next line.", "id": "two", "voice": "hibari:bright"}))
        engine.wait_for("onset", turn_id=1)
        client.send(json.dumps({"do": "skip", "ref": 7}))
        assert engine.wait_for("interrupted")["id"] == "one"
        assert engine.wait_for("spoken")["id"] == "two"
        told: list[dict[str, Any]] = []
        while not told or told[-1]["type"] != "spoken":
            told.append(json.loads(client.recv(5)))
        assert {"queued", "onset", "interrupted", "played", "spoken"} <= {event["type"] for event in told}
        assert any(event["type"] == "reply" and event["ref"] == 7 and event["ok"] for event in told)

        asked = streamvoice("ctl", "volume", "0.5", "--port", str(engine.port), cwd=tmp_path)
        assert (asked.returncode, asked.stderr.strip()) == (0, "volume 0.5")
        wrong = streamvoice("ctl", "volume", "7", "--port", str(engine.port), cwd=tmp_path)
        assert wrong.returncode == 1
        assert "error: " in wrong.stderr
        assert engine.end(signal.SIGTERM) is not None


def test_chat_comes_through_a_pipe(tmp_path: Path) -> None:
    done = streamvoice("live", "--headless", "--until-idle", "--sink", "null:fast", "--port", "0",
                       "--events", "events.jsonl", cwd=tmp_path, stdin="hi\n")  # fmt: skip
    succeeded(done)
    assert [event["text"] for event in read_events(tmp_path / "events.jsonl") if event["type"] == "spoken"] == ["hi"]
    assert "hi" in done.stderr
    assert done.stdout == ""


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_told_to_end_it_ends_with_whole_files(tmp_path: Path, name: str) -> None:
    number = getattr(signal, name)
    with live(tmp_path, sink="wav:out.wav") as engine:
        engine.wait_for("ready")
        engine.type(LONG)
        engine.wait_for("onset")
        time.sleep(0.4)
        assert engine.end(number) == 128 + number
    events = read_events(tmp_path / "events.jsonl")
    assert events[-1]["type"] in ("played", "chunk", "interrupted")
    played = [event["end"] for event in events if event["type"] == "played"]
    info = soundfile.info(tmp_path / "out.wav")
    assert info.frames >= max(played, default=0.4 * 48000)
    assert (tmp_path / "out.wav").stat().st_size == pytest.approx(info.frames * 2, abs=100)


@posix
@pytest.mark.parametrize("how", ["q", "hang up"])
def test_the_panel(tmp_path: Path, how: str) -> None:
    from tests.real.terminal import Terminal

    log = tmp_path / "events.jsonl"

    def saw(kind: str) -> bool:
        return log.exists() and f'"type": "{kind}"' in log.read_text("utf-8")

    panel = Terminal(
        [*PROGRAM, "live", "--sink", "null", "--port", "0", "--events", str(log)], tmp_path, **environment()
    )
    try:
        panel.until(lambda: saw("ready") and b"streamvoice" in panel.drawn, "the panel")
        panel.look(0.5)
        panel.type("i")
        panel.look(0.5)
        panel.type("Hello there, panel\r")
        panel.until(lambda: saw("spoken"), "the line to be spoken")
        if how == "q":
            panel.type("\x1b")
            panel.look(0.5)
            panel.type("q")
            assert panel.end() == 0
            assert b"\x1b[?1049l" in panel.drawn, "the screen is given back"
            assert b"Traceback" not in panel.drawn
        else:
            panel.hang_up()
            assert panel.process.wait(5) != 0
    finally:
        panel.close()
    spoken = [event for event in read_events(log) if event["type"] == "spoken"]
    assert [event["text"] for event in spoken] == ["Hello there, panel"]


def test_what_the_doctor_finds(tmp_path: Path) -> None:
    told = json.loads(streamvoice("doctor", "--json", cwd=tmp_path).stdout)
    states = {check["name"]: check["state"] for check in told["checks"]}
    assert told["ok"]
    assert states["voice"] in ("ok", "note")
    assert {"python", "packages", "voice", "sound", "port", "terminal", "folder", "profiles"} <= states.keys()
    assert all(check["fix"] for check in told["checks"] if check["state"] != "ok")


def test_devices_and_profiles_for_programs(tmp_path: Path) -> None:
    listed = json.loads(succeeded(streamvoice("devices", "--json", cwd=tmp_path)).stdout)
    assert isinstance(listed["devices"], list)
    assert "default" in json.loads(succeeded(streamvoice("profiles", "--json", cwd=tmp_path)).stdout)


def test_a_dumb_terminal_and_a_reader_that_has_enough(tmp_path: Path) -> None:
    plain = succeeded(streamvoice("profiles", "--fields", cwd=tmp_path, TERM="dumb"))
    assert "\x1b" not in plain.stdout
    assert "gate.max_chars" in plain.stdout
    process = subprocess.Popen(
        [*PROGRAM, "profiles", "--fields"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    process.stdout.close()
    _, told = process.communicate(timeout=30)
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told


def test_a_port_that_is_taken_is_named_and_the_stream_goes_on(tmp_path: Path) -> None:
    with live(tmp_path) as first, first.connect():
        (tmp_path / "second").mkdir()
        with live(tmp_path / "second", port=first.port) as second:
            fault = second.wait_for("error", where="socket")
            assert str(first.port) in fault["what"]
            assert "--port" in fault["fix"]
            second.wait_for("ready")
            second.type("We go on.")
            second.wait_for("spoken", text="We go on.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_the_log_and_nothing_else(tmp_path: Path) -> None:
    done = streamvoice("live", "--headless", "--until-idle", "--sink", "null:fast", "--port", "0",
                       "--events", "/dev/full", cwd=tmp_path, stdin="One.\nAnd two.\n")  # fmt: skip
    succeeded(done)
    assert done.stderr.count("No space left on device") == 1
    assert "And two." in done.stderr


def test_nothing_is_written_outside_of_what_was_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME")}
    succeeded(streamvoice("say", "Hello chat!", "--out", "hello.wav", cwd=tmp_path, **homes))
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_file_takes_the_place_of_sources_and_leaves_the_profiles_outputs(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("Hello.", "utf-8")
    (tmp_path / "mine.toml").write_text("[plugins.captions]\n[plugins.twitch]\nchannel = 'nobody'\n", "utf-8")
    options = ("--headless", "--profile", "mine.toml", "--input", "chat.txt", "--fast", "--sink", "null:fast")
    succeeded(streamvoice("live", *options, "--until-idle", cwd=tmp_path))
    [subtitles] = (tmp_path / "captions").glob("*.srt")
    assert "Hello." in subtitles.read_text("utf-8")
