"""The program with a VTube Studio beside it, over a real WebSocket: the mouth moves with the voice, in time."""

from __future__ import annotations

import signal
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.plugins.vtube_studio.test_websocket import in_a_thread
from tests.real.command import LONG, live

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that ends a program in good order"),
]

TOKEN = "a-token-for-this-test"
PROFILE = """
voice = "hibari:bright"

[plugins.vtube_studio]
port = {port}
ahead_s = 0.0

[[plugins.vtube_studio.faces]]
emotion = "happy"
expression = "smile.exp3.json"
hold_s = 0.5
"""


def test_the_mouth_follows_the_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMVOICE_VTS_TOKEN", TOKEN)
    with in_a_thread("") as (vts, number):
        vts.tokens.add(TOKEN)
        profile = tmp_path / "stage.toml"
        profile.write_text(PROFILE.format(port=number), "utf-8")
        with live(tmp_path, "--profile", str(profile), "--record", "heard.wav") as engine:
            engine.wait_for("connection", name="vtube_studio", state="connected")
            engine.wait_for("ready")
            engine.type(f'{{"text": "{LONG}", "emotion": "happy=0.9"}}')
            onset = engine.wait_for("onset")["t"]
            deadline = time.monotonic() + 5
            while not any(active for _, _, active in vts.changes):
                assert time.monotonic() < deadline
                time.sleep(0.02)
            seconds = engine.wait_for("spoken")["seconds"]
            time.sleep(2.0)
            engine.end(signal.SIGINT)
            assert TOKEN not in engine.said() + engine.events.read_text("utf-8")
        assert vts.shape_faults == []
        assert vts.popups == 0
        spoken = [t for t, value in vts.values["StreamvoiceVoice"] if value == 1.0]
        assert len(spoken) / (spoken[-1] - spoken[0]) >= 30
        assert spoken[-1] - spoken[0] == pytest.approx(seconds, abs=1.5)
        assert max(vts.series("StreamvoiceHappy")) > 0.5
        moved = next(t for t, value in vts.values["MouthOpen"] if value > 0.1)
        assert -0.1 <= moved - onset <= 0.3
        assert correlation(vts.values["MouthOpen"], tmp_path / "heard.wav") >= 0.7
        assert vts.lost == []
        assert vts.model is not None
        assert not any(vts.model.expressions.values())


def correlation(mouth: list[tuple[float, float]], wav: Path) -> float:
    """Of the mouth with the level of what was heard, at the best shift of the one clock against the other."""
    sound, rate = soundfile.read(wav, dtype="float32")
    frame = rate // 50
    level = np.sqrt(np.mean(np.square(sound[: len(sound) // frame * frame]).reshape(-1, frame), axis=1))
    level = np.convolve(level, np.ones(3) / 3, "same")
    times, values = np.array(mouth).T
    grid = np.arange(times[0], times[-1], 0.02)
    opened = np.interp(grid, times, values)
    shifts = range(-len(level) + 50, len(grid) - 50)
    return max(_alike(opened, level, shift) for shift in shifts)


def _alike(opened: np.ndarray, level: np.ndarray, shift: int) -> float:
    """Pearson's r where the two overlap with most of the speech in it."""
    begin, end = max(0, shift), min(len(opened), shift + len(level))
    a, b = opened[begin:end], level[begin - shift : end - shift]
    if a.sum() < 0.95 * opened.sum() or b.sum() < 0.95 * level.sum():
        return 0.0
    return statistics.correlation(a.tolist(), b.tolist())
