"""The README's Python, run as it stands against a running engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.command import ROOT, live

pytestmark = pytest.mark.real


def test_the_python_of_the_readme(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert "8710" in code, "it is written for the default port"
    with live(tmp_path) as engine:
        engine.wait_for("connection", name="socket", state="connected")
        code = code.replace("8710", str(engine.port))
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=30, check=True
        )
        assert "Hello from Python!" in engine.wait_for("spoken")["text"]
    assert '"spoken"' in done.stdout.splitlines()[-1]
