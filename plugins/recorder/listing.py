"""What there is to see of a session from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.api import InputError, events
from plugins.recorder import sound
from plugins.recorder.about import About, is_running, read
from plugins.recorder.folders import RESERVE, size
from plugins.recorder.folders import sound as sound_of
from plugins.recorder.log import read_events

State = Literal["whole", "running", "cut off", "stopped early", "damaged"]


@dataclass(frozen=True, slots=True)
class Row:
    """``seconds`` and ``lines`` are None where the files do not tell; ``note`` says what is wrong, if anything is."""

    name: str
    state: State
    started: str = ""
    seconds: float | None = None
    lines: int | None = None
    bytes: int = 0
    profile: str = ""
    voice: str = ""
    note: str = ""


def row(folder: Path) -> Row:
    """What ``folder`` holds. A crash's sound file is put right on the way; never raises."""
    try:
        about = read(folder)
    except InputError as error:
        return Row(folder.name, "damaged", bytes=size(folder), note=error.what)
    state: State = "whole"
    if about.ended is None:
        state = "running" if is_running(folder, about) else "cut off"
    elif about.fault:
        state = "stopped early"
    seconds, note = _seconds(folder, state)
    return Row(
        folder.name, state, about.started, seconds, _lines(folder, about), size(folder), about.profile, about.voice,
        note or about.fault,
    )  # fmt: skip


def _seconds(folder: Path, state: State) -> tuple[float | None, str]:
    path = sound_of(folder)
    if path is None:
        return None, "it holds no sound"
    try:
        if state == "cut off":
            sound.repair(path)
            (folder / RESERVE).unlink(missing_ok=True)
        return sound.seconds(path), ""
    except (InputError, OSError) as error:
        return None, error.what if isinstance(error, InputError) else str(error.strerror)


def _lines(folder: Path, about: About) -> int | None:
    if about.lines is not None:
        return about.lines
    try:
        return sum(1 for _ in read_events(folder, events.Spoken))
    except InputError:
        return None
