"""The program's very end: with Python's own ending, or without it where a voice still works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from engine.voices.worker import all_ended

PATIENCE_S = 2.0


def leave(run: Callable[[], None]) -> None:
    """Run a command and exit as it wants to; files are complete by then, whatever a voice's thread is still at."""
    code: object = 0
    try:
        run()
    except SystemExit as ending:
        code = ending.code
    if all_ended(PATIENCE_S):
        sys.exit(code)  # type: ignore[arg-type]  # what a SystemExit carries
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)
