"""The recorder and its command in real programs: a session kept, one killed, one said again."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from plugins.recorder.commands import app
from tests.real.command import live, read_events, streamvoice, succeeded

pytestmark = pytest.mark.real
CHAT = [
    {"id": "a", "author": "anna", "text": "Hello everybody!"},
    {"id": "b", "author": "ben", "text": "I lost my keys.", "emotion": {"sad": 0.8}},
    {"id": "c", "author": "cleo", "text": "今天天气很好"},
    {"id": "d", "author": "dora", "text": "One second.", "duration": 1.0},
    {"id": "f", "author": "finn", "text": "<img onerror=x> & [bold] 10", "kind": "cheer", "amount": 25},
]


def sessions(folder: Path) -> list[Path]:
    return sorted((folder / "recordings").iterdir())


def of(session: Path, kind: str, *keys: str) -> list[tuple[Any, ...]]:
    events = read_events(session / "events.jsonl")
    return [tuple(event[key] for key in keys) for event in events if event["type"] == kind]


def said(session: Path) -> list[str]:
    """What the voice was given of each turn, in order; where a turn is cut into clauses depends on the moment."""
    turns: dict[int, str] = {}
    for turn, text in of(session, "chunk", "turn_id", "spoken_as"):
        turns[turn] = f"{turns.get(turn, '')} {text}"
    return list(turns.values())


def test_a_session_is_kept_and_said_again_the_same(tmp_path) -> None:
    chat = "".join(json.dumps(line) + "\n" for line in CHAT)
    (tmp_path / "chat.jsonl").write_text(chat, "utf-8")
    whole = ("--sink", "null", "--with", "recorder")
    succeeded(
        streamvoice("live", "--headless", "--input", "chat.jsonl", "--until-idle", "--fast", *whole, cwd=tmp_path)
    )
    succeeded(streamvoice("sessions", "replay", "last", "--fast", *whole, cwd=tmp_path))
    first, second = sessions(tmp_path)
    asked = ("id", "author", "text", "kind", "amount", "emotion", "duration")
    for kind, keys in {"spoken": ("id", "text"), "dropped": ("id", "text", "reason"), "message": asked}.items():
        assert of(first, kind, *keys) == of(second, kind, *keys), kind
    assert said(first) == said(second)
    assert sorted(name for (name,) in of(first, "spoken", "id")) == ["a", "b", "d", "f"]
    assert json.loads((second / "session.json").read_text())["lines"] == 4


def test_captions_and_sound_of_a_session_agree(tmp_path) -> None:
    (tmp_path / "chat.txt").write_text("Hello there.\nSomething else!\n")
    succeeded(
        streamvoice(
            "live", "--headless", "--input", "chat.txt", "--until-idle", "--sink", "null", "--with", "recorder",
            cwd=tmp_path,
        )
    )  # fmt: skip
    (session,) = sessions(tmp_path)
    samples, rate = soundfile.read(session / "voice.wav")
    level = np.sqrt(np.mean(samples[: len(samples) // 480 * 480].reshape(-1, 480) ** 2, axis=1))
    onset_s = float(np.flatnonzero(level > 0.01)[0]) * 480 / rate
    captions = (session / "captions.srt").read_text("utf-8")
    start = captions.split("\n")[1].split(" --> ")[0]
    assert abs(float(start.replace(",", ".").rpartition(":")[2]) - onset_s) < 0.08
    assert "Something else!" in captions
    assert "<svg" in (session / "timeline.svg").read_text("utf-8")


def noted(path: Path, kind: str) -> None:
    """Wait until the file tells of such an event."""
    deadline = time.monotonic() + 10
    while f'"type": "{kind}"' not in path.read_text("utf-8"):
        assert time.monotonic() < deadline, f"{path.name} never told of {kind}"
        time.sleep(0.02)


def counted(path: Path, more_than: float) -> float:
    """Its seconds, once its header counts so many: that is brought up to date once a second."""
    deadline = time.monotonic() + 10.0
    while (seconds := float(soundfile.info(path).duration)) <= more_than:
        assert time.monotonic() < deadline, f"the header counts no more than {seconds} s"
        time.sleep(0.05)
    return seconds


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_session_is_listed_heard_and_completed(tmp_path) -> None:
    with live(tmp_path, "--with", "recorder") as running:
        running.type("A line heard to its end.")
        running.wait_for("spoken")
        (session,) = sessions(tmp_path)
        seconds = counted(session / "voice.wav", more_than=1.0)
        noted(session / "events.jsonl", "spoken")  # a file of its own, a moment behind the one waited for above
        running.end(signal.SIGKILL)
    assert soundfile.info(session / "voice.wav").duration >= seconds  # whole as it lies there
    listed = CliRunner().invoke(app, ["list", "--json", "--folder", str(tmp_path / "recordings")])
    rows = json.loads(listed.stdout)
    assert [(row["state"] in ("cut off", "running"), row["lines"]) for row in rows] == [(True, 1)]
    for path in session.iterdir():
        then = time.time() - 60
        path.touch()
        os.utime(path, (then, then))
    shown = succeeded(streamvoice("sessions", "show", "last", cwd=tmp_path)).stdout
    assert "cut off" in shown
    assert "A line heard to its end." in (session / "captions.srt").read_text("utf-8")


def test_the_voice_goes_on_where_recording_cannot(tmp_path) -> None:
    (tmp_path / "recordings").write_text("a file stands where the folder should be")
    (tmp_path / "chat.txt").write_text("Hello there.\n")
    done = streamvoice(
        "live", "--headless", "--input", "chat.txt", "--until-idle", "--sink", "null:fast", "--with", "recorder",
        cwd=tmp_path,
    )  # fmt: skip
    assert "spoken" in done.stderr
    assert done.stderr.count("Cannot record to") <= 2  # the fault, and the state of the connection
