"""The README's Python, run as it stands against a running engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.real.command import ROOT, live

pytestmark = pytest.mark.real


def python_of(page: str, saying: str) -> str:
    """The one Python block of a page that says something."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    [code] = [block for block in blocks if saying in block]
    return str(code)


@pytest.mark.parametrize("page", ["README.md", "docs/indextts.md"])
def test_the_python_that_uses_the_model(page: str, tmp_path: Path) -> None:
    """As it stands, on a tiny untrained model; the lines that read emotion from text want a model of their own."""
    weights, tiny = (pytest.importorskip(f"indextts.checkpoint.{name}") for name in ("random_weights", "tiny"))
    weights.write_random(tmp_path / "checkpoints", tiny.tiny_config("2"))
    t = np.arange(44100) / 22050
    for name in ("me.wav", "sad.wav"):
        soundfile.write(tmp_path / name, 0.3 * np.sin(900 * t) * (0.6 + 0.4 * np.sin(9 * t)), 22050)
    lines = python_of(page, "infer_v2").splitlines()
    code = "\n".join(line for line in lines if "use_emo_text" not in line)
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, timeout=120, check=True)
    assert [path.suffix for path in tmp_path.glob("*.wav")].count(".wav") == 3


def test_the_python_of_the_readme(tmp_path: Path) -> None:
    code = python_of("README.md", "8710")
    with live(tmp_path) as engine:
        engine.wait_for("connection", name="socket", state="connected")
        code = code.replace("8710", str(engine.port))
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=30, check=True
        )
        assert "Hello from Python!" in engine.wait_for("spoken")["text"]
    assert '"spoken"' in done.stdout.splitlines()[-1]
