"""What the commands print with: one console for people on stderr, plain stdout for what programs read."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any, NoReturn

from rich.console import Console
from rich.text import Text

from engine.errors import StreamvoiceError

people = Console(stderr=True, highlight=False)
"""For people: progress, what was said, errors."""
out = Console(highlight=False)
"""For what was asked for: tables and lists."""


def print_json(value: Any) -> None:
    """One JSON value on stdout, ASCII only, so that no terminal encoding can break it."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")


def has_terminal() -> bool:
    """Whether a panel can be drawn and keys can be read: it is drawn on stderr, as Textual does."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


class Notes(logging.Handler):
    """Shows what the voice logs (a line that will sound rushed) as a note for people."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one."""
        people.print(Text.assemble(("note: ", "bold yellow"), record.getMessage()), soft_wrap=True)


def show_notes() -> None:
    """Let the voice's warnings be seen as notes from here on; idempotent."""
    log = logging.getLogger("streamvoice.voice")
    if not any(isinstance(handler, Notes) for handler in log.handlers):
        log.addHandler(Notes(logging.WARNING))


def fail(error: StreamvoiceError) -> NoReturn:
    """Say in a line each what went wrong and what to do, then exit with code 1."""
    people.print(Text.assemble(("error: ", "bold red"), error.what), soft_wrap=True)
    if error.fix:
        people.print(Text.assemble(("   try: ", "bold green"), error.fix), soft_wrap=True)
    sys.exit(1)
