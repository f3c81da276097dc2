"""A real OBS of our own: under Xvfb, in its own home, with its WebSocket on a free port and an empty collection."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from plugins.obs.client import Client
from tests.real.command import free_port
from tests.real.pulse import Pulse

PASSWORD = "correct horse"
WIDTH, HEIGHT, FPS = 640, 360, 30
PROGRAMS = {"obs": "obs-studio obs-plugins", "Xvfb": "xvfb", "ffmpeg": "ffmpeg", "fc-list": "fontconfig"}
_GLOBAL = """[General]
FirstRun=true
LastVersion=486539266
EnableAutoUpdates=false

[Basic]
Profile=Probe
ProfileDir=Probe
SceneCollection=Probe
SceneCollectionFile=Probe
ConfigOnNewProfile=false

[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort={port}
AuthRequired=true
ServerPassword={password}
AlertsEnabled=false
"""
_PROFILE = """[General]
Name=Probe

[Output]
Mode=Simple

[SimpleOutput]
FilePath={records}
RecFormat=mkv
VBitrate=1000
ABitrate=160
UseAdvanced=true
Preset=ultrafast
RecQuality=Stream
RecRB=true
RecRBTime=5
RecRBSize=64

[Video]
BaseCX={width}
BaseCY={height}
OutputCX={width}
OutputCY={height}
FPSType=0
FPSCommon={fps}

[Audio]
SampleRate=48000
ChannelSetup=Stereo
"""


class RealObs:
    """``start``, ``kill`` (SIGKILL) and ``start`` again; everything it writes is under ``folder``."""

    def __init__(self, folder: Path, pulse: Pulse, display: str) -> None:
        self.folder, self._pulse, self._display = folder, pulse, display
        self.port = free_port()
        self.records = folder / "records"
        self.process: subprocess.Popen[bytes] | None = None
        self._configure()

    def _configure(self) -> None:
        config = self.folder / ".config" / "obs-studio"
        for path in (config / "basic" / "profiles" / "Probe", config / "basic" / "scenes", self.records):
            path.mkdir(parents=True)
        values = {"port": self.port, "password": PASSWORD, "records": self.records}
        (config / "global.ini").write_text(_GLOBAL.format(**values), "utf-8")
        size = {"width": WIDTH, "height": HEIGHT, "fps": FPS}
        (config / "basic" / "profiles" / "Probe" / "basic.ini").write_text(_PROFILE.format(**values, **size), "utf-8")

    def start(self) -> None:
        command = ["obs", "--multi", "--disable-missing-files-check", "--disable-updater", "--disable-shutdown-check"]
        told = (self.folder / "obs.log").open("ab")
        self.process = subprocess.Popen(
            command, env=self._environment(), stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
        told.close()
        deadline = time.monotonic() + 40
        while not self.listens():
            assert self.process.poll() is None, f"OBS ended: {self.log()[-2000:]}"
            assert time.monotonic() < deadline, f"OBS does not listen: {self.log()[-2000:]}"
            time.sleep(0.02)

    def _environment(self) -> dict[str, str]:
        own = {"HOME": str(self.folder), "DISPLAY": self._display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        quiet = {"QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8", "XDG_CONFIG_HOME": str(self.folder / ".config")}
        return {**os.environ, **self._pulse.variables, **own, **quiet}

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def log(self) -> str:
        return (self.folder / "obs.log").read_text("utf-8", "replace")

    @contextmanager
    def client(self, **options: Any) -> Iterator[Client]:
        """A connection of the test's own, once OBS is ready to answer."""
        client = Client("127.0.0.1", self.port, PASSWORD, 8.0, **options)
        client.connect()
        try:
            yield client
        finally:
            client.close()


@contextmanager
def display() -> Iterator[str]:
    """An X server on a number that it finds itself."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def missing() -> str:
    """What stands in the way of an OBS of our own; empty if nothing does."""
    absent = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    return f"not installed: apt install {' '.join(absent)} fonts-noto-cjk" if absent else ""


def serve(pulse: Pulse) -> Iterator[RealObs]:
    """A running OBS, and its end."""
    with tempfile.TemporaryDirectory(prefix="obs", ignore_cleanup_errors=True) as folder, display() as screen:
        obs = RealObs(Path(folder), pulse, screen)
        try:
            obs.start()
            yield obs
        finally:
            obs.kill()


@pytest.fixture
def obs(pulse: Pulse) -> Iterator[RealObs]:
    why = missing()
    if why:
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    yield from serve(pulse)


def settings_of(client: Client, source: str) -> dict[str, Any]:
    return dict(client.ask("GetInputSettings", inputName=source)["inputSettings"])


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
