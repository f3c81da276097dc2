"""A real OBS of our own: under Xvfb, in its own home, with its WebSocket on a free port and an empty collection."""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plugins.obs.meanings import PASSWORD_VARIABLE, RefusedError
from plugins.obs.setting_up import Setup
from tests.real.command import Live, free_port, read_events
from tests.real.pulse import SINK, Pulse

if TYPE_CHECKING:
    from plugins.obs.client import Client

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
        from plugins.obs.client import Client

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
    if importlib.util.find_spec("obswebsocket") is None:
        return 'obs-websocket-py is not installed (pip install -e ".[obs]")'
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


def ready(client: Client) -> None:
    """Wait until OBS answers; its port is open a little before."""
    deadline = time.monotonic() + 15
    while True:
        try:
            client.ask("GetSceneList")
        except RefusedError:
            assert time.monotonic() < deadline, "OBS never got ready"
            time.sleep(0.05)
        else:
            return


def set_up(client: Client, scene: str = "Live") -> None:
    """Make our sources and go on air with them."""
    for _ in Setup(client.ask, str(client.versions["platform"]), scene, SINK).run():
        pass
    client.ask("SetCurrentProgramScene", sceneName=scene)


def profile(folder: Path, obs: RealObs, section: str = "") -> Path:
    """A profile whose section for OBS holds ``section``."""
    path = folder / "profile.toml"
    path.write_text(f'voice = "hibari:heart"\n[plugins.obs]\nport = {obs.port}\n{section}\n', "utf-8")
    return path


def variables(pulse: Pulse) -> dict[str, str]:
    """What a program needs to find our sound server and our OBS."""
    server = Path(pulse.variables["XDG_RUNTIME_DIR"]) / "pulse" / "native"
    server = server if server.exists() else Path(pulse.variables["PULSE_RUNTIME_PATH"]) / "native"
    return {**pulse.variables, "PULSE_SERVER": f"unix:{server}", PASSWORD_VARIABLE: PASSWORD}


class Events:
    """What OBS told, with the time; ``wait_for`` waits for one."""

    def __init__(self) -> None:
        self.all: list[tuple[float, str, dict[str, Any]]] = []

    def __call__(self, name: str, data: dict[str, Any]) -> None:
        self.all.append((time.monotonic(), name, data))

    def of(self, name: str, **values: Any) -> list[tuple[float, str, dict[str, Any]]]:
        return [each for each in list(self.all) if each[1] == name and values.items() <= each[2].items()]

    def wait_for(self, name: str, timeout_s: float = 15.0, **values: Any) -> dict[str, Any]:
        deadline = time.monotonic() + timeout_s
        while not (found := self.of(name, **values)):
            assert time.monotonic() < deadline, f"no {name} {values}: {[each[1:] for each in self.all[-20:]]}"
            time.sleep(0.01)
        return found[-1][2]


def screenshot(client: Client, path: Path, source: str = "Live") -> bytes:
    """A PNG of a scene, also kept at ``path``."""
    found = client.ask("GetSourceScreenshot", sourceName=source, imageFormat="png")["imageData"]
    data = base64.b64decode(found.partition(",")[2])
    path.write_bytes(data)
    return data


def speak_all(live: Live, lines: Sequence[str], timeout_s: float = 60.0) -> None:
    """Type the lines, few at a time so that none is summed up, and wait until they were heard."""
    deadline = time.monotonic() + timeout_s
    before = spoken(live)
    for count, line in enumerate(lines, 1):
        live.type(line)
        due = before + (count if count == len(lines) else count - 3)
        while spoken(live) < due:
            assert time.monotonic() < deadline, live.said()
            time.sleep(0.05)


def spoken(live: Live) -> int:
    """How many lines were heard to their end."""
    return sum(each["type"] == "spoken" for each in read_events(live.events))


def until(true: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
