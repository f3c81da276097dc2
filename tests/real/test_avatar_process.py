"""The camera's process when the engine is killed outright, and the benchmark that measures it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.plugins.avatar.memory_camera import BACKEND, frames, told

pytestmark = pytest.mark.real

ENGINE = """
import asyncio
from plugins.avatar.camera.link import CameraLink
from plugins.avatar.camera.order import CameraOrder

order = CameraOrder(64, 72, 30, device={device!r}, backend={backend!r}, imports="tests.plugins.avatar.memory_camera")
if __name__ == "__main__":
    asyncio.run(CameraLink(order).run(lambda report: None))
"""


def test_it_is_gone_a_moment_after_the_engine(tmp_path: Path) -> None:
    log, script = tmp_path / "log", tmp_path / "killed.py"
    script.write_text(ENGINE.format(device=str(log), backend=BACKEND))
    root = str(Path(__file__).resolve().parents[2])
    engine = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": root})
    try:
        wait(lambda: bool(frames(log)), 30)
        camera = psutil.Process(told(log)[0]["pid"])
        assert camera.pid != engine.pid
    finally:
        engine.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        engine.wait()
    wait(lambda: not camera.is_running() or camera.status() == psutil.STATUS_ZOMBIE, 5)
    assert told(log)[-1] == {"closed": True}, "it let go of the camera"


def test_the_benchmark_runs_by_its_path(tmp_path: Path) -> None:
    program = str(Path(__file__).resolve().parents[2] / "benchmarks" / "avatar.py")
    command = [sys.executable, program, "--help"]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def wait(found: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not found():  # type: ignore[operator]
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
