"""`devices`: where the voice can go, which of these are virtual cables, and how to get one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from engine.audio.devices import list_devices
from engine.cli.console import out, print_json


def devices(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List output devices and virtual cables; without a cable, say how to get one for OBS."""
    listed = list_devices()
    if as_json:
        print_json({"devices": [asdict(line) for line in listed.devices], "advice": listed.advice})
        return
    table = Table(
        "give to --sink", "device", "system", "virtual cable, and where OBS hears it", box=None, padding=(0, 2, 0, 0)
    )
    for line in listed.devices:
        cable = f"{line.cable.product}: {line.cable.other_end}" if line.cable else ""
        table.add_row(line.spec, line.device.name, line.device.host, cable)
    if listed.devices:
        out.print(table)
    else:
        out.print("No output device here. Speech is recorded to a file instead.")
    if listed.advice:
        out.print(f"\nNo virtual cable yet. {listed.advice}", markup=False)
