"""Sessions for tests, as the recorder leaves them."""

import json
import os
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from plugins.recorder.about import About, write

RATE = 8000


def session(root: Path, name: str = "2026-01-02_03-04-05", seconds: float = 4.0, age_s: float = 100.0, **about) -> Path:
    """A whole session of two lines; ``ended=None`` for one that was cut off."""
    folder = root / name
    folder.mkdir(parents=True)
    known = {"ended": "2026-01-02T03:05:00+00:00", "lines": 2, "messages": 2, "profile": "default", "voice": "fake"}
    write(folder, About(started="2026-01-02T03:04:05+00:00", sample_rate=RATE, start_sample=RATE, **(known | about)))
    with wave.open(str(folder / "voice.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((np.sin(np.arange(round(seconds * RATE))) * 9000).astype("<i2").tobytes())
    with (folder / "events.jsonl").open("w", encoding="utf-8") as log:
        log.writelines(json.dumps(event) + "\n" for event in happened())
    age(folder, age_s)
    return folder


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    for path in folder.iterdir():
        os.utime(path, (then, then))


def hold(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As Windows has it while somebody has a file of the session ``name`` open: none of them can be removed."""
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == name:
            raise PermissionError(13, "in use")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)


def happened() -> list[dict[str, object]]:
    """Two messages, the first a cheer with a feeling; heard from sample ``RATE`` (the file's start) on."""
    out: list[dict[str, object]] = []
    for turn, (author, text, t) in enumerate((("ann", "Hello there", 50.0), ("bob", "Oh no!", 52.0)), 1):
        start = RATE + (turn - 1) * 2 * RATE
        asked = {"kind": "cheer", "amount": 100.0, "currency": "bits", "emotion": {"happy": 0.5}} if turn == 1 else {}
        ids = {"t": t, "turn_id": turn}
        words = [[0, len(text.split()[0]), 0.0, 0.5], [len(text.split()[0]) + 1, len(text), 0.5, 1.0]]
        out += [
            {"type": "message", "t": t, "turn_id": None, "id": f"m{turn}", "author": author, "text": text,
             "platform": "test", "kind": "chat", **asked},
            {"type": "queued", **ids, "id": f"m{turn}", "author": author, "text": text, "kind": "chat",
             "priority": 1, "waiting": 1},
            {"type": "onset", **ids, "t": t + 0.1, "sample": start, "ttfa": 0.1},
            {"type": "sounding", **ids, "index": 0, "author": author, "text": text, "emotion": {"happy": 0.5},
             "start": start, "seconds": 1.0, "words": words},
            {"type": "chunk", **ids, "index": 0, "text": text, "spoken_as": text, "emotion": {"happy": 0.5},
             "seconds": 1.0, "pause": 0.0, "pace": 1.0, "first_block_s": 0.0, "synth_s": 0.0, "voice": "fake"},
            {"type": "played", **ids, "index": 0, "start": start, "end": start + RATE},
            {"type": "spoken", **ids, "t": t + 1.2, "id": f"m{turn}", "text": text, "seconds": 1.0},
        ]  # fmt: skip
    return out
