"""``indextts convert DIR``: the weights as safetensors, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape


def convert(
    model_dir: Annotated[Path, typer.Argument(help="Folder of the model.")] = Path("checkpoints"),
    half: Annotated[bool, typer.Option("--bf16", help="Store bfloat16: half the size, for use in bfloat16.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Delete each original after its conversion.")] = False,
) -> None:
    """Write the weights as safetensors beside the originals: memory-mapped, and without training state.

    The model then starts at once and takes the conversions by itself. To go back, delete the .safetensors files.
    """
    from indextts.checkpoint.convert import convert as write

    console = Console(highlight=False)
    before = after = 0
    for done in write(model_dir, half=half, remove=remove):
        before, after = before + done.bytes_before, after + done.bytes_after
        sizes = f"{done.bytes_before / 1e6:,.0f} MB -> {done.bytes_after / 1e6:,.0f} MB"
        console.print(f"{escape(done.path.name)}  [dim]{sizes}[/]")
    if before:
        console.print(f"[green]{before / 1e9:.1f} GB became {after / 1e9:.1f} GB[/]")
    else:
        console.print("Nothing to do: everything is converted. To convert anew, delete the .safetensors files first.")
