"""Removes old sessions: only files that a session writes, and only where a session of ours lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.recorder.folders import files, sessions, size


@dataclass(frozen=True, slots=True)
class Tidied:
    """The names of what was ``removed``; the first that was ``stuck``, and the ``fault`` that the system told."""

    removed: list[str]
    stuck: str = ""
    fault: str = ""


def tidy(root: Path, keep: int, keep_bytes: float, busy: Callable[[Path], bool]) -> Tidied:
    """Remove the oldest sessions beyond ``keep`` (0: any number) or ``keep_bytes`` (0: any size).

    The newest always stays, and so does what is ``busy`` or cannot be removed. Only files that a session writes are
    removed: a folder that holds something else besides stays with it.

    Raises:
        OSError: ``root`` cannot be read.
    """
    total, kept, removed, stuck = 0, 0, [], ("", "")
    for place, folder in enumerate(sessions(root)):
        bytes_ = 0
        try:
            bytes_ = size(folder)
            over = (keep and kept >= keep) or (keep_bytes and total + bytes_ > keep_bytes)
            if place and over and not busy(folder):
                remove(folder)
                removed.append(folder.name)
                continue
        except OSError as error:
            stuck = stuck if stuck[0] else (folder.name, error.strerror or str(error))
        total, kept = total + bytes_, kept + 1
    return Tidied(removed, *stuck)


def remove(folder: Path) -> None:
    """Remove a session's files, the one that makes it ours last, and the folder where nothing else is in it."""
    for path in reversed(files(folder)):
        path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
