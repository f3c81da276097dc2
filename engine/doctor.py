"""The checks behind `doctor`: each tries the real thing and yields one finding."""

from __future__ import annotations

import os
import platform
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from engine.errors import StreamvoiceError

_PACKAGES = (
    "hibari-tts",
    "onnxruntime",
    "numpy",
    "sounddevice",
    "soundfile",
    "soxr",
    "websockets",
    "textual",
    "pydantic",
)
_SENTENCE = "Checking, one two three, everything sounds fine."
_PORT = 8710


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result. ``bad`` keeps streamvoice from speaking; a ``note`` only limits it."""

    name: str
    state: Literal["ok", "note", "bad"]
    what: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        """JSON-ready."""
        return asdict(self)


def examine() -> Iterator[Finding]:
    """Every finding, as soon as it is made. A check that breaks is itself a finding."""
    for name, check in CHECKS.items():
        try:
            yield check()
        except StreamvoiceError as error:
            yield Finding(name, "bad", error.what, error.fix)
        except Exception as error:  # noqa: BLE001  a doctor must survive every disease
            yield Finding(name, "bad", f"The check itself failed: {type(error).__name__}: {error}", "Report this.")


def check_python() -> Finding:
    """The interpreter's version."""
    what = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding("python", "ok", what)
    return Finding("python", "note", what, "Tested on 3.11, 3.12 and 3.13.")


def check_packages() -> Finding:
    """The packages of the base install."""
    found, missing = [], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        return Finding("packages", "bad", f"missing: {', '.join(missing)}", "pip install -e .")
    return Finding("packages", "ok", ", ".join(found))


def check_voice() -> Finding:
    """Loads the default voice and times one sentence on it."""
    from engine.values import Line
    from engine.voices.cast import load_warm
    from engine.voices.registry import DEFAULT

    begun = time.perf_counter()
    voice = load_warm(DEFAULT)
    loaded = time.perf_counter()
    samples = sum(len(block) for block in voice.speak(Line(0, 0, voice.speakable(_SENTENCE))))
    rtf = (time.perf_counter() - loaded) / (samples / voice.sample_rate)
    what = f"{voice.name} loaded in {loaded - begun:.2f} s, RTF {rtf:.3f}"
    if rtf < 0.5:
        return Finding("voice", "ok", what)
    return Finding("voice", "note", what, "This machine is slow or busy; expect late first words.")


def check_kokoro() -> Finding:
    """Whether the extra for Mandarin is there; nothing is loaded."""
    from engine.voices.kokoro.files import check_installed, present

    try:
        check_installed()
    except StreamvoiceError as error:
        return Finding("kokoro", "note", error.what, f"For Mandarin voices {error.fix[:1].lower()}{error.fix[1:]}")
    return Finding("kokoro", "ok", f"installed, {len(present())} voices")


def check_sound() -> Finding:
    """Whether PortAudio finds an output device, and which virtual cables there are."""
    from engine.audio.devices import list_devices

    try:
        outputs = list_devices().devices
    except StreamvoiceError as error:
        return Finding("sound", "note", error.what, f"{error.fix} Until then speech is recorded to a file.")
    cables = [output.device.name for output in outputs if output.cable]
    if not outputs:
        return Finding(
            "sound", "note", "no output device", "Plug one in or start the sound server; until then speech is recorded."
        )
    what = f"{len(outputs)} output devices; virtual cables: {', '.join(cables) or 'none'}"
    if cables:
        return Finding("sound", "ok", what)
    return Finding(
        "sound", "note", what, "OBS can capture the device itself; `streamvoice devices` tells how to get a cable."
    )


def check_port() -> Finding:
    """Whether the WebSocket's default port is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("127.0.0.1", _PORT))
        except OSError:
            return Finding(
                "port", "note", f"port {_PORT} is in use", "Another streamvoice runs, or give `live --port`."
            )
    return Finding("port", "ok", f"port {_PORT} is free")


def check_terminal() -> Finding:
    """Whether the panel can be shown."""
    if sys.stdout.isatty():
        size = os.get_terminal_size()
        return Finding("terminal", "ok", f"{size.columns}x{size.lines}, {os.environ.get('TERM', 'unknown')}")
    return Finding("terminal", "note", "no terminal here", "The panel needs one; without it streamvoice runs headless.")


def check_folder() -> Finding:
    """Whether recordings can be written where streamvoice was started."""
    folder = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return Finding("folder", "ok", f"recordings go to {folder / 'recordings'}")
    except OSError as error:
        return Finding(
            "folder", "note", f"{folder} cannot be written: {error.strerror}", "Start streamvoice in a folder of yours."
        )


def check_profiles() -> Finding:
    """Whether every profile is valid."""
    from engine.profile import known_profiles, load_profile

    names = list(known_profiles().items())
    for _, path in names:
        load_profile(str(path))
    return Finding("profiles", "ok", ", ".join(name for name, _ in names))


CHECKS: dict[str, Callable[[], Finding]] = {
    "python": check_python,
    "packages": check_packages,
    "voice": check_voice,
    "kokoro": check_kokoro,
    "sound": check_sound,
    "port": check_port,
    "terminal": check_terminal,
    "folder": check_folder,
    "profiles": check_profiles,
}
"""Name -> check, in the order they are made."""
