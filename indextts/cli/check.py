"""``indextts check DIR``: every file, key and shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from indextts.checkpoint.check import FileReport, Report

MEGABYTE = 1_000_000


def check(
    model_dir: Annotated[Path, typer.Argument(help="Folder of the model.")] = Path("checkpoints"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Look at every file, key and shape of a model folder, without loading it.

    Says what is missing and where to get it. Exits with 1 if the model cannot be loaded.
    """
    from indextts.checkpoint.check import check as examine

    report = examine(model_dir)
    if as_json:
        typer.echo(json.dumps(_plain(report), indent=2))
    else:
        _print(report)
    if not report.passed:
        raise typer.Exit(1)


def _plain(report: Report) -> dict[str, object]:
    files = [{**vars(file), "path": str(file.path)} for file in report.files]
    return {"folder": str(report.folder), "version": report.version, "passed": report.passed, "files": files}


def _print(report: Report) -> None:
    console = Console(highlight=False)
    table = Table("file", "MB", "tensors", "", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"  # a name cut short cannot be copied
    for column in table.columns[1:3]:
        column.justify = "right"
    for file in report.files:
        size, tensors = f"{file.bytes / MEGABYTE:,.1f}", str(file.tensors) if file.tensors else ""
        table.add_row(escape(str(_short(file.path, report.folder))), size, tensors, _verdict(file))
    console.print(f"IndexTTS {report.version} in {escape(str(report.folder))}")
    console.print(table)
    broken = sum(1 for file in report.files if file.problem)
    console.print("[green]complete[/]" if report.passed else f"[red]{broken} of {len(report.files)} not usable[/]")


def _verdict(file: FileReport) -> str:
    if file.problem:
        return f"[red]{escape(file.problem)}[/]"
    return f"[dim]{escape(file.note)}[/]" if file.note else "[green]good[/]"


def _short(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else path
