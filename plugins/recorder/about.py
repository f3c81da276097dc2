"""What a session's folder says about itself: ``session.json``."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.api import InputError
from plugins.in_place import PATIENCE_S, put_in_place
from plugins.recorder.folders import ABOUT, RUNNING_S, touched_s


class About(BaseModel):
    """``start_sample`` is the device sample that the sound file begins with; ``ended`` is None while it runs."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    started: str
    """Local time with its zone, ISO 8601."""
    profile: str = ""
    voice: str = ""
    sink: str = ""
    sample_rate: int = Field(ge=1000, le=1_000_000)
    start_sample: int = Field(default=0, ge=0)
    versions: dict[str, str] = {}
    ended: str | None = None
    lines: int | None = None
    """Turns spoken to their end; None where it was cut off."""
    messages: int | None = None
    fault: str = ""
    """Why recording stopped early."""


def versions() -> dict[str, str]:
    """Of what made the recording."""
    try:
        own = version("streamvoice")
    except PackageNotFoundError:
        own = "unknown"
    return {"streamvoice": own, "python": platform.python_version(), "system": platform.system()}


def write(folder: Path, about: About, patience_s: float = PATIENCE_S) -> None:
    """Put ``about`` in its place, whole or not at all; somebody who reads it now is waited for.

    Raises:
        OSError: the disk refuses.
    """
    replace(folder / ABOUT, json.dumps(about.model_dump(), indent=2) + "\n", patience_s)


def read(folder: Path) -> About:
    """What ``folder`` says.

    Raises:
        InputError: it is damaged.
    """
    try:
        return About.model_validate_json((folder / ABOUT).read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(f"{folder.name}: {ABOUT} is damaged.", "Its sound and events may still be whole.") from error


def is_running(folder: Path, about: About) -> bool:
    """Whether it is being recorded now, as far as can be told from outside."""
    return about.ended is None and touched_s(folder) < RUNNING_S


def is_busy(folder: Path) -> bool:
    """Whether it may be being recorded, or cannot be told."""
    try:
        return is_running(folder, read(folder))
    except InputError:
        return False


def replace(path: Path, text: str, patience_s: float = PATIENCE_S) -> None:
    """Write ``text`` to ``path`` so that a crash leaves the old or the new; waits ``patience_s`` for its readers.

    Raises:
        OSError: the disk refuses.
    """
    part = path.with_suffix(path.suffix + ".part")
    try:
        part.write_text(text, "utf-8", newline="\n")
        put_in_place(part, path, patience_s)
    finally:
        part.unlink(missing_ok=True)
