"""The file that holds what is being said now; replaced as a whole, so that nobody reads half of it."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

TRIES = 5
TRY_S = 0.02
"""On Windows a file cannot be replaced while somebody reads it; readers are quick."""


class NowFile:
    """Used on one thread. ``put`` may raise OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._holds: str | None = None

    def put(self, text: str) -> None:
        """Have the file hold ``text``."""
        if text == self._holds:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(self.path.name + ".new")
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            _replace(beside, self.path)
        except OSError:
            self._holds = None
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        self._holds = text


def _replace(source: Path, target: Path) -> None:
    for left in range(TRIES - 1, -1, -1):
        try:
            os.replace(source, target)
        except PermissionError:
            if not left:
                raise
            time.sleep(TRY_S)
        else:
            return
