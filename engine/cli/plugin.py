"""`plugin`: which plugins there are; write a new one."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from engine.cli.console import out, people, print_json
from engine.cli.plugin_new import Kind, check_name, files, write
from engine.errors import PluginError
from engine.plugins import known_plugins, plugin_factory

app = typer.Typer(help="List the plugins; write a new one.", no_args_is_help=True)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Small letters, digits, single underscores, e.g. lamp.")],
    kind: Annotated[Kind, typer.Option(help="A source hands in messages; an output follows what is heard.")] = "output",
    folder: Annotated[Path | None, typer.Option(help="Where to make it; by default a folder of its name here.")] = None,
) -> None:
    """Write a small plugin that runs, with its test, to begin from."""
    check_name(name, frozenset(known_plugins()))
    place = folder or Path(f"streamvoice-{name.replace('_', '-')}")
    write(place, texts := files(name, kind))
    people.print(Text(f"Wrote {', '.join(texts)} into {place}."), soft_wrap=True)
    people.print(Text(f"Next: pip install -e {place} && streamvoice live --with {name}"), soft_wrap=True)


@app.command(name="list")
def list_plugins(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the installed plugins, and what one needs that is not installed."""
    rows = [_row(point) for _, point in sorted(known_plugins().items())]
    if as_json:
        print_json(rows)
        return
    table = Table("plugin", "kind", "what it is", "from", "", box=None, padding=(0, 2, 0, 0))
    for row in rows:
        needs = row["needs"]
        shown = Text(f"needs {needs}" if needs else "ready")
        cells = [Text(row[key]) for key in ("name", "kind", "about", "from")]
        table.add_row(*cells, shown, style="yellow" if needs else "")
    out.print(table)
    if any(row["needs"] for row in rows):
        out.print(
            '\nWhat one needs comes with its extra, for example: pip install -e ".[obs]"', style="dim", markup=False
        )
    out.print("\nRun one with: streamvoice live --with NAME", style="dim", markup=False)


def _row(point: EntryPoint) -> dict[str, str]:
    row = {"name": point.name, "kind": "", "about": "", "from": point.dist.name if point.dist else "", "needs": ""}
    try:
        factory = plugin_factory(point.name)
    except PluginError as error:
        return {**row, "needs": error.what}
    about = " ".join((factory.Settings.__doc__ or "").split()).split(". ")[0].rstrip(".")
    missing = [module for module in getattr(factory, "needs", ()) if not _found(module)]
    return {
        **row,
        "kind": str(getattr(factory, "kind", "")),
        "about": about,
        "needs": ", ".join(missing),
    }


def _found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
