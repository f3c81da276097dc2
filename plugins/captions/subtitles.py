"""A subtitle file that is whole after every caption, whatever the disk does."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path

from plugins.captions import formats
from plugins.captions.cues import Cue

MOST_KEPT = 1000
"""Captions kept while the disk takes none; beyond it the oldest are lost."""


class Subtitles:
    """Used on one thread. Every method may raise OSError; what could not be written is written with the next.

    Args:
        stem: the file's path without its ending; where it exists already a number is added.
        kind: "srt" or "vtt".
        names: whether speakers are named.
    """

    def __init__(self, stem: Path, kind: str, names: bool) -> None:
        self._stem, self._kind, self._names = stem, kind, names
        self._waiting: deque[Cue] = deque(maxlen=MOST_KEPT)
        self._file: int | None = None
        self._end = 0
        self._written = 0
        self.path = stem.with_suffix(f".{kind}")

    def add(self, cues: list[Cue]) -> None:
        """Take ``cues`` and write all that waits. The file begins with the first: a silent session leaves none."""
        self._waiting.extend(cues)
        while self._waiting:
            self._open()
            self._append(formats.text(self._kind, self._waiting[0], self._written + 1, self._names))
            self._waiting.popleft()
            self._written += 1

    def close(self) -> None:
        """Try once more to write what waits, and close the file."""
        try:
            self.add([])
        finally:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _open(self) -> None:
        if self._file is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file, self.path = _new(self._stem, self._kind)
        self._append(formats.HEADS[self._kind])

    def _append(self, text: str) -> None:
        """All of it or nothing: half a caption would make the file unreadable."""
        assert self._file is not None  # noqa: S101  opened before
        data = text.encode()
        try:
            while data:
                data = data[os.write(self._file, data) :]
        except OSError:
            os.ftruncate(self._file, self._end)
            os.lseek(self._file, self._end, os.SEEK_SET)
            raise
        self._end += len(text.encode())


def _new(stem: Path, kind: str) -> tuple[int, Path]:
    """A file that was not there before."""
    for number in range(1, 1000):
        name = stem.name if number == 1 else f"{stem.name}_{number}"
        path = stem.with_name(f"{name}.{kind}")
        try:
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
            return os.open(path, flags, 0o644), path
        except FileExistsError:
            continue
    raise FileExistsError(f"{stem} exists too often")
