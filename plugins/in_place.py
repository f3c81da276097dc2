"""Puts a finished file in the place of an older one, so that nobody ever reads half of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

PATIENCE_S = 0.1
TRY_S = 0.02


def put_in_place(source: Path, target: Path, patience_s: float = PATIENCE_S) -> None:
    """Rename ``source`` to ``target``, which may exist. Waits up to ``patience_s``: call it on a thread.

    On Windows a file cannot be replaced while somebody reads it; readers are quick.

    Raises:
        OSError: the disk refuses, or the reader stays.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            os.replace(source, target)
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(TRY_S)
        else:
            return
