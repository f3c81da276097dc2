"""`doctor`: tries everything the engine needs and says what to do about what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.console import out, print_json
from engine.doctor import Finding, examine

_MARKS = {"ok": ("ok", "green"), "note": ("note", "yellow"), "bad": ("bad", "red")}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Check Python, packages, voice, sound devices, port, terminal, folders and profiles.

    Exits with 1 where something keeps streamvoice from speaking.
    """
    findings: list[Finding] = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            _show(finding)
    bad = [finding for finding in findings if finding.state == "bad"]
    if as_json:
        print_json({"ok": not bad, "checks": [finding.as_dict() for finding in findings]})
    else:
        out.print("Ready to speak." if not bad else f"{len(bad)} to mend before streamvoice can speak.", style="bold")
    if bad:
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    mark, style = _MARKS[finding.state]
    out.print(f"[{style}]{mark:>5}[/]  {finding.name:<12}", end="")
    out.print(finding.what, markup=False, soft_wrap=True)
    if finding.fix:
        out.print(f"       {'':<12}-> {finding.fix}", markup=False, style="dim", soft_wrap=True)
