"""Keeps C libraries from writing into the terminal: ALSA and PortAudio complain on file descriptor 2."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def hushed(log: Path | None = None) -> Iterator[None]:
    """While open, what C code writes to standard error goes to ``log`` (or nowhere); Python's own still shows.

    Enter it before a full-screen interface starts: Textual draws on ``sys.__stderr__``, which a line from a C library
    would tear. Without a standard error (``pythonw``) nothing is done.
    """
    if sys.__stderr__ is None:
        yield
        return
    before = (sys.stderr, sys.__stderr__)
    kept = os.dup(2)
    sink = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    mine = os.fdopen(os.dup(kept), "w", encoding=sys.__stderr__.encoding, errors="replace", buffering=1)
    try:
        sys.__stderr__.flush()
        os.dup2(sink, 2)
        sys.__stderr__ = mine  # type: ignore[misc]  # final by its stub; there is no other way to move Textual
        if before[0] is before[1]:
            sys.stderr = mine
        yield
    finally:
        mine.flush()
        os.dup2(kept, 2)
        sys.stderr, sys.__stderr__ = before  # type: ignore[misc]  # as above
        mine.close()
        os.close(kept)
        os.close(sink)
