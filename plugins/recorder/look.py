"""One session in full."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.api import InputError
from plugins.recorder.about import read
from plugins.recorder.folders import CAPTIONS, PICTURE, files
from plugins.recorder.listing import Row, row
from plugins.recorder.log import read_events
from plugins.recorder.marked import Marked
from plugins.recorder.story import write_all


@dataclass(frozen=True, slots=True)
class Look:
    """``marks`` are (second, text); ``files`` its files with their bytes."""

    row: Row
    folder: str
    versions: dict[str, str]
    marks: tuple[tuple[float, str], ...]
    files: tuple[tuple[str, int], ...]


def look(folder: Path) -> Look:
    """What there is of a session; what a crash left unmade is made.

    Raises:
        InputError: it is damaged.
    """
    seen, about = row(folder), read(folder)
    marks = tuple(
        (round((event.sample - about.start_sample) / about.sample_rate, 3), event.text)
        for event in read_events(folder, Marked)
        if isinstance(event, Marked)
    )
    if seen.state != "running" and not all((folder / name).is_file() for name in (CAPTIONS, PICTURE)):
        try:
            write_all(folder)
        except OSError as error:
            raise InputError(f"{folder.name} cannot be completed: {error.strerror}.", "Free space.") from error
    return Look(
        seen, str(folder), about.versions, marks, tuple((path.name, path.stat().st_size) for path in files(folder))
    )
