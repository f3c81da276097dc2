"""The folders of sessions: how they are named, which are ours, and what lies in them."""

from __future__ import annotations

import difflib
import re
import time
from datetime import datetime
from pathlib import Path

from engine.api import InputError

ABOUT = "session.json"
EVENTS = "events.jsonl"
CAPTIONS = "captions.srt"
PICTURE = "timeline.svg"
SOUNDS = ("voice.wav", "voice.flac")
RESERVE = "reserve"
"""Holds room that the last files need, should the disk be full by then; gone when the session is over."""
FILES = (ABOUT, EVENTS, CAPTIONS, PICTURE, *SOUNDS, RESERVE)
"""All that a session writes; nothing else is ever removed."""
LEAST_SOUND = 128
"""Bytes; smaller files hold no more than a header."""
RUNNING_S = 15.0
"""A session without an end whose files changed so shortly ago is still being recorded."""
_NAME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(?:_\d{1,3})?")


def create(root: Path, now: datetime) -> Path:
    """A new folder named by the time it begins.

    Raises:
        InputError: it cannot be made.
    """
    stem = now.strftime("%Y-%m-%d_%H-%M-%S")
    for number in range(1000):
        folder = root / (stem if not number else f"{stem}_{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise InputError(f"Cannot record to {root}: {error.strerror}.", "Choose another folder.") from error
        return folder
    raise InputError(f"{root} is full of sessions of this second.", "Choose another folder.")


def is_ours(folder: Path) -> bool:
    """Whether a session of ours lies there; what only looks like one is left alone."""
    return bool(_NAME.fullmatch(folder.name)) and not folder.is_symlink() and (folder / ABOUT).is_file()


def sessions(root: Path) -> list[Path]:
    """The sessions in ``root``, the newest first; none where there is no such folder."""
    if not root.is_dir():
        return []
    return sorted((folder for folder in root.iterdir() if is_ours(folder)), reverse=True)


def find(root: Path, name: str) -> Path:
    """The session called ``name``, or the newest for "last"; nothing outside ``root`` can be named.

    Raises:
        InputError: there is no such session.
    """
    there = sessions(root)
    if name == "last" and there:
        return there[0]
    names = [folder.name for folder in there]
    if name in names:
        return root / name
    near = difflib.get_close_matches(name[:80], names, n=1)
    known = f"Did you mean {near[0]}?" if near else "See: streamvoice sessions list"
    raise InputError(f"There is no session {name[:80]!r} in {root}.", known if names else "Record one: --with recorder")


def size(folder: Path) -> int:
    """Bytes of its files."""
    return sum(path.stat().st_size for path in files(folder))


def files(folder: Path) -> list[Path]:
    """Those of our files that are there."""
    return [path for path in (folder / name for name in FILES) if path.is_file() and not path.is_symlink()]


def touched_s(folder: Path) -> float:
    """Seconds since sound or events were added."""
    grown = [path for path in files(folder) if path.name in (EVENTS, *SOUNDS)]
    return time.time() - max((path.stat().st_mtime for path in grown), default=0.0)


def sound(folder: Path) -> Path | None:
    """Its sound file; None where there is none with a sample in it."""
    paths = (folder / name for name in SOUNDS)
    return next((path for path in paths if path.is_file() and path.stat().st_size >= LEAST_SOUND), None)
