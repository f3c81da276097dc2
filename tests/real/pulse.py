"""A PulseAudio of our own with a null sink, and a reader that writes down what the sink hears, with the time."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

RATE = 48000
SINK = "vtuber"
PROGRAMS = ("pulseaudio", "pactl", "parec")


class Pulse:
    """A server in its own runtime folder; nobody else's sound is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.variables = {"XDG_RUNTIME_DIR": str(runtime), "HOME": str(folder), "PULSE_RUNTIME_PATH": str(runtime)}

    def start(self) -> None:
        self.run(
            "pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1", "--system=false",
            "-L", "module-native-protocol-unix",
            "-L", f"module-null-sink sink_name={SINK} rate={RATE} channels=2",
        )  # fmt: skip

    def kill(self) -> None:
        self.run("pulseaudio", "--kill", check=False)

    def unload(self, sink: str = SINK) -> None:
        lines = self.run("pactl", "list", "short", "modules").splitlines()
        number = next(line.split("\t")[0] for line in lines if f"sink_name={sink}" in line)
        self.run("pactl", "unload-module", number)

    def load(self, sink: str = SINK) -> None:
        self.run("pactl", "load-module", "module-null-sink", f"sink_name={sink}", f"rate={RATE}", "channels=2")

    def run(self, *command: str, check: bool = True) -> str:
        environment = {**os.environ, **self.variables, "LC_ALL": "C"}
        done = subprocess.run(
            command, env=environment, check=check, timeout=20, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return done.stdout.decode()


class Ear:
    """``parec`` on the sink's monitor, into a file; mono float32 at 48 kHz."""

    def __init__(self, pulse: Pulse, path: Path, sink: str = SINK) -> None:
        self.path = path
        self._file = path.open("wb")
        self._process = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", "--format=float32le", f"--rate={RATE}", "--channels=1",
             "--latency-msec=10"],
            env={**os.environ, **pulse.variables}, stdout=self._file, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.wait_for(0.05)

    def heard(self) -> np.ndarray:
        """Everything so far, shape [n]."""
        data = self.path.read_bytes()
        return np.frombuffer(data[: len(data) // 4 * 4], np.float32)

    @property
    def seconds(self) -> float:
        return self.path.stat().st_size / 4 / RATE

    def wait_for(self, more_s: float, timeout_s: float = 10.0) -> None:
        """Wait until that much more has been heard."""
        goal, deadline = self.seconds + more_s, time.monotonic() + timeout_s
        while self.seconds < goal:
            assert time.monotonic() < deadline, "parec hears nothing"
            time.sleep(0.01)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._file.close()


def missing() -> str:
    """What stands in the way of a PulseAudio of our own; empty if nothing does."""
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    if absent:
        return f"{', '.join(absent)} not installed (apt install pulseaudio pulseaudio-utils libasound2-plugins)"
    try:
        import sounddevice  # noqa: F401
    except OSError:
        return "the PortAudio library is not installed (apt install libportaudio2)"
    return ""


def serve() -> Iterator[Pulse]:
    """Start a server, point this process at it, and take it down again."""
    from engine.audio import portaudio

    with tempfile.TemporaryDirectory(prefix="pa", ignore_cleanup_errors=True) as folder:
        server = Pulse(Path(folder))
        server.start()
        before = {name: os.environ.get(name) for name in server.variables}
        os.environ.update(server.variables)
        try:
            portaudio.reload()  # its list may have been frozen before there was a server
            yield server
        finally:
            server.kill()
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
            portaudio.reload()


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    why = missing()
    if why:
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    yield from serve()


@pytest.fixture
def ear(pulse: Pulse, tmp_path: Path) -> Iterator[Ear]:
    ear = Ear(pulse, tmp_path / "ear.f32")
    yield ear
    ear.close()
