"""What the camera's process is told at its start, and what it tells back. Plain values: they cross a process."""

from __future__ import annotations

from dataclasses import dataclass

END = b""
"""Sent instead of a pose: let go of the camera and end."""


@dataclass(frozen=True, slots=True)
class CameraOrder:
    """Which pictures to send where.

    ``background`` is 0xAARRGGBB, 0 for transparent. ``device`` and ``backend`` are empty for any; ``pack`` is a folder
    of pictures, empty for the drawn avatar. ``imports`` is a module to import first: it may register a backend.
    """

    width: int = 640
    height: int = 720
    fps: int = 30
    background: int = 0xFF00FF00
    device: str = ""
    backend: str = ""
    pack: str = ""
    imports: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """The camera is on: ``name`` as programs list it."""

    name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be opened, and trying again soon will not help."""

    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Since the last report: ``frames`` sent, ``late`` of them after the next was due, in ``seconds``."""

    frames: int
    late: int
    seconds: float


Report = Running | Refused | Figures
