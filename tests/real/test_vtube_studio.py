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

SHIFT_S = 0.1
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
            time.sleep(1.0)
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
        assert correlation(vts.values["MouthOpen"], tmp_path / "heard.wav", onset) >= 0.8
        assert vts.lost == []
        assert vts.model is not None
        assert not any(vts.model.expressions.values())


def correlation(mouth: list[tuple[float, float]], wav: Path, onset: float) -> float:
    """Of the mouth with the level of what was heard; one may be ``SHIFT_S`` off the other. ``onset`` is in the
    mouth's time when the recording's first sound was handed out."""
    sound, rate = soundfile.read(wav, dtype="float32")
    frame = rate // 50
    level = np.sqrt(np.mean(np.square(sound[: len(sound) // frame * frame]).reshape(-1, frame), axis=1))
    level = np.convolve(level, np.ones(3) / 3, "same")
    began = onset - np.nonzero(np.abs(sound) > 1e-3)[0][0] / rate
    times, values = np.array(mouth).T
    heard = began + (np.arange(len(level)) + 0.5) * frame / rate
    inside = (heard > times[0] + SHIFT_S) & (heard < times[-1] - SHIFT_S) & (heard > onset - 0.5)
    shifts = np.arange(-SHIFT_S, SHIFT_S + 0.001, 0.02)
    return max(
        statistics.correlation(np.interp(heard[inside] + shift, times, values).tolist(), level[inside].tolist())
        for shift in shifts
    )
