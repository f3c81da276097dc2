"""``indextts verify DIR``: the model's parts against recorded tensors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from indextts.verify.run import Verdict


def verify(
    folder: Annotated[Path, typer.Argument(help="Golden cases: NAME.json with NAME.safetensors; text_cases.json.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print every comparison as JSON.")] = False,
) -> None:
    """Run every golden case in a folder through the modules that inference uses.

    Tensors may differ by 1e-4 of the largest expected value, codes and ids not at all, final waves by 2 steps of int16.
    Exits with 1 if anything is beyond its limit.
    """
    from indextts.verify import run

    verdicts = []
    console = Console(stderr=as_json, soft_wrap=True, highlight=False)
    with console.status("reading"):
        for verdict in run.verify(folder):
            verdicts.append(verdict)
            if not as_json:
                console.print(_line(verdict))
    if as_json:
        typer.echo(run.dump(verdicts))
    else:
        _failures(console, verdicts)
    for name in run.unknown(folder):
        console.print(f"[yellow]{name}: no such component is known here; left out[/yellow]")
    raise typer.Exit(0 if all(verdict.passed for verdict in verdicts) else 1)


def _line(verdict: Verdict) -> str:
    worst = verdict.worst
    colour, word = ("green", "ok") if verdict.passed else ("red", "FAIL")
    figure = f"{worst.error:.2e} of {worst.limit:g}"
    return (
        f"[{colour}]{word:4}[/{colour}] {verdict.component:20} {len(verdict.checks):4} comparisons, "
        f"worst {figure:20} [dim]{escape(worst.what)}[/dim]"
    )


def _failures(console: Console, verdicts: list[Verdict]) -> None:
    """What is beyond its limit, and what a passing comparison has to tell."""
    for verdict in verdicts:
        for check in verdict.checks:
            if not check.passed or check.detail:
                colour = "yellow" if check.passed else "red"
                off = "" if check.passed else f"{check.error:.2e}, at most {check.limit:g} "
                console.print(
                    f"[{colour}]{verdict.component}: {escape(check.what)}: {off}{escape(check.detail)}[/{colour}]"
                )
