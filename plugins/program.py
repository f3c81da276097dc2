"""How our own program is started again, in a process of its own."""

from __future__ import annotations

import sys

_PROGRAM = "import sys; from engine.cli import main; sys.argv[0] = 'streamvoice'; main()"


def streamvoice(*arguments: str) -> list[str]:
    """The command line of `streamvoice` with these arguments, in this Python; needs no script on the path."""
    return [sys.executable, "-c", _PROGRAM, *arguments]
