"""``indextts download DIR``: the official weights."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

if TYPE_CHECKING:
    from indextts.checkpoint.download import Terms
    from indextts.checkpoint.hub import Hub


class Source(StrEnum):
    """Where from."""

    HUGGINGFACE = "huggingface"
    MODELSCOPE = "modelscope"


class ModelVersion(StrEnum):
    """Which model."""

    V2 = "2"
    V25 = "2.5"


def download(
    model_dir: Annotated[Path, typer.Argument(help="Folder to put the model into.")] = Path("checkpoints"),
    version: Annotated[ModelVersion, typer.Option(help="2.5 is the faster one, for live use.")] = ModelVersion.V2,
    source: Annotated[Source, typer.Option(help="HF_ENDPOINT names a mirror of the first.")] = Source.HUGGINGFACE,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", "--accept-license", help="Accept the licences without being asked.")
    ] = False,
    text_emotion: Annotated[
        bool, typer.Option(help="Fetch the 1.2 GB model that reads emotion from text as well.")
    ] = True,
) -> None:
    """Fetch the official weights. What is there stays; an interrupted download goes on where it stopped."""
    from indextts.checkpoint.download import download as fetch

    console = Console(highlight=False)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(escape(name), total=total)
            bars.update(tasks[name], completed=done)

        def ask(terms: tuple[Terms, ...]) -> bool:
            bars.stop()
            agreed = _accepted(console, terms, accepted=accept_licence)
            bars.start()
            return agreed

        layout = fetch(model_dir, version.value, _hub(source), ask, text_emotion=text_emotion, on_progress=show)
    console.print(f"[green]IndexTTS {layout.version} is complete in {escape(str(layout.folder))}[/]")


def _bars(console: Console) -> Progress:
    name = TextColumn("{task.description}")
    return Progress(name, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(), console=console)


def _hub(source: Source) -> Hub:
    if source is Source.MODELSCOPE:
        from indextts.checkpoint.hub_modelscope import ModelScope

        return ModelScope()
    from indextts.checkpoint.hub_huggingface import HuggingFace

    return HuggingFace()


def _accepted(console: Console, terms: tuple[Terms, ...], *, accepted: bool) -> bool:
    for item in terms:
        if item.text and not accepted:
            console.print(item.text, markup=False)
            console.rule()
    console.print("These models have licences of their own:")
    for item in terms:
        console.print(f"  {item.repository.hub}: {item.repository.licence}  [dim]{item.repository.page}[/]")
    if accepted or not sys.stdin.isatty():
        return accepted
    return typer.confirm("Do you accept them?")
