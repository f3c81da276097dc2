"""The file that holds what is being said now; replaced as a whole, so that nobody reads half of it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from plugins.in_place import put_in_place


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
            put_in_place(beside, self.path)
        except OSError:
            self._holds = None
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        self._holds = text
