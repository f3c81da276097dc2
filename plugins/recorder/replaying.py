"""Says a session's messages again: `live` in a process of its own reads them as a file of chat."""

from __future__ import annotations

import io
import subprocess
import threading
from collections.abc import Iterable, Sequence
from typing import IO

from plugins.program import streamvoice

_OVER = ("spoken", "dropped", "interrupted")
"""How a line of the report begins that closes a message."""


def replayed(lines: Sequence[str], options: Sequence[str]) -> int:
    """Speak ``lines`` (JSON, each with its time) with these options of `live`; returns its exit code."""
    command = streamvoice("live", "--headless", "--input", "-", "--until-idle", *options)
    with subprocess.Popen(  # noqa: S603  our own program
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as process:
        threading.Thread(target=_feed, args=(process.stdin, lines), daemon=True).start()
        try:
            _follow(process.stderr or (), len(lines))
            return process.wait()
        except KeyboardInterrupt:
            process.wait()  # it was told too, and completes its files
            return 130


def _feed(standard_input: IO[str] | None, lines: Sequence[str]) -> None:
    try:
        with standard_input or io.StringIO() as into:
            into.writelines(line + "\n" for line in lines)
    except OSError:
        return  # it has ended, and said why


def _follow(told: Iterable[str], total: int) -> None:
    """Pass on what it tells; on a terminal above a bar that counts messages."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    people = Console(stderr=True, highlight=False)
    columns = (TextColumn("replay"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=people, transient=True, disable=not people.is_terminal) as bar:
        task = bar.add_task("replay", total=total)
        for line in told:
            people.print(Text(line.rstrip("\n")), soft_wrap=True)
            if line.lstrip().startswith(_OVER):
                bar.advance(task)
