"""PulseAudio (and PipeWire, which answers the same questions) through ``pactl``: its sinks and our streams on them.

PortAudio knows Pulse as one device; the sinks behind it, and a stream that Pulse moved elsewhere, only ``pactl`` shows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True)
class PulseSink:
    """A place Pulse can play to. ``index`` changes when the sink goes and comes back; ``driver`` is what makes it."""

    index: int
    name: str
    description: str
    driver: str


@dataclass(frozen=True, slots=True)
class PulseStream:
    """A program's stream and the index of the sink it plays to."""

    index: int
    sink: int
    pid: int


def parse_sinks(text: str) -> list[PulseSink]:
    """Read ``pactl list sinks``."""
    return [
        PulseSink(number, _field(body, "Name"), _field(body, "Description"), _driver(body))
        for number, body in _blocks(text, "Sink")
    ]


def parse_streams(text: str) -> list[PulseStream]:
    """Read ``pactl list sink-inputs``."""
    return [
        PulseStream(number, int(_field(body, "Sink") or -1), int(_property(body, "application.process.id") or -1))
        for number, body in _blocks(text, "Sink Input")
    ]


def sinks() -> list[PulseSink]:
    """Pulse's sinks; empty without Pulse or ``pactl``."""
    return parse_sinks(_pactl("list", "sinks"))


def own_streams() -> list[PulseStream]:
    """The streams of this process."""
    return [stream for stream in parse_streams(_pactl("list", "sink-inputs")) if stream.pid == os.getpid()]


def move(stream: int, sink: int) -> None:
    """Play a stream on another sink."""
    _pactl("move-sink-input", str(stream), str(sink))


def _pactl(*arguments: str) -> str:
    program = shutil.which("pactl")
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _blocks(text: str, title: str) -> list[tuple[int, str]]:
    parts = re.split(rf"^{title} #(\d+)$", text, flags=re.MULTILINE)
    return [(int(number), body) for number, body in zip(parts[1::2], parts[2::2], strict=True)]


def _field(body: str, name: str) -> str:
    found = re.search(rf"^\t{name}: (.*)$", body, re.MULTILINE)
    return found[1].strip() if found else ""


def _driver(body: str) -> str:
    # PulseAudio names its module here; PipeWire says only "PipeWire" and keeps the kind in a property.
    return f"{_field(body, 'Driver')} {_property(body, 'factory.name')}".strip()


def _property(body: str, name: str) -> str:
    found = re.search(rf'^\t\t{re.escape(name)} = "(.*)"$', body, re.MULTILINE)
    return found[1] if found else ""
