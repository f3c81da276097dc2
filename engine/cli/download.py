"""`download`: fetch voices that do not ship with the program."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

from engine.cli.console import people
from engine.voices.kokoro import catalog
from engine.voices.kokoro.fetch import fetch_styles
from engine.voices.kokoro.files import download_folder, style_path

What = Literal["kokoro"]


class ProgressBar:
    """A line that fills, in the manner that the downloader tells it."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None)
        self._total = 0.0

    @property
    def total(self) -> float:
        """Bytes to come in all."""
        return self._total

    @total.setter
    def total(self, count: float) -> None:
        self._total = count
        self._progress.update(self._task, total=count)

    def update(self, count: int, /) -> None:
        """So many bytes more."""
        self._progress.advance(self._task, count)

    def reset(self) -> None:
        """Back to none."""
        self._progress.reset(self._task, total=self._total)

    def close(self) -> None:
        """All there."""
        self._progress.update(self._task, completed=self._total)


def download(
    what: Annotated[What, typer.Argument(help="Whose voices: kokoro (27 MB).")],
    again: Annotated[bool, typer.Option("--again", help="Fetch them even where they are there already.")] = False,
) -> None:
    """Download voices that do not ship with streamvoice.

    Examples: [cyan]download kokoro[/]
    """
    del what  # there is one
    if not again and all(style_path(name) for name in catalog.hashes()):
        people.print(f"All {len(catalog.hashes())} voices are here already.")
        return
    columns = ("[progress.description]{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=people, transient=True) as progress:
        kept = fetch_styles(ProgressBar(progress, "Kokoro's voices"))
    people.print(f"{len(kept)} voices are in {download_folder()}", markup=False, soft_wrap=True)
