"""`voice`: the voices there are, and the shelf of cloned ones."""

from __future__ import annotations

import json
import sys
from datetime import UTC
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from engine.cli.console import out, people, print_json
from engine.cli.voice_add import add
from engine.cli.voice_picture import table, waveform
from engine.errors import VoiceError
from engine.panel.glyphs import for_terminal
from engine.plain_text import clean_line
from engine.profile import load_profile
from engine.voices.cloned import shelf
from engine.voices.cloned.clip import Clip
from engine.voices.cloned.measure import measure
from engine.voices.cloned.names import FAMILY
from engine.voices.cloned.verdicts import findings
from engine.voices.indextts2 import read_card, read_clip_of, version_in
from engine.voices.kokoro.files import absent
from engine.voices.registry import check_voice, voice_names

app = typer.Typer(
    help="List the voices; clone one from a recording, look at it, remove it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
app.command()(add)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_SHOWN_CHARS = 600
"""Longer than any text of a card: the limit of its lengths is the file's."""
ProfileName = Annotated[str, typer.Option(help="Profile that says where the model is.")]


@app.command(name="list")
def list_voices(profile: ProfileName = "default", as_json: AsJson = False) -> None:
    """List all voices, and what a voice needs that cannot speak here."""
    checkpoints = load_profile(profile).voicing.indextts2.checkpoints
    rows = [(name, about, _needs(name, checkpoints)) for name, about in voice_names()]
    if as_json:
        voices = [{"name": name, "about": about, "needs": needs} for name, about, needs in rows]
        print_json({"voices": voices, "shelf": str(shelf.folder())})
        return
    shown = Table("voice", "what it is", "", box=None, padding=(0, 2, 0, 0))
    for name, about, needs in rows:
        shown.add_row(name, about, Text(needs or "ready"), style="yellow" if needs else "")
    out.print(shown)
    if more := absent():
        out.print(f"\n{more} more Kokoro voices come with: streamvoice download kokoro", style="dim", markup=False)
    out.print(f"\nCloned voices lie in {shelf.folder()}.", style="dim", markup=False)


def _needs(name: str, checkpoints: str) -> str:
    """What a voice needs; empty where it can be loaded."""
    if name.endswith(":URL"):
        return "an address"
    try:
        check_voice(name)
        if name.startswith(f"{FAMILY}:"):
            read_card(shelf.find(name.partition(":")[2]))
            version_in(checkpoints)
    except VoiceError as error:
        return str(error)
    return ""


@app.command()
def show(name: Annotated[str, typer.Argument(help="A cloned voice.")], as_json: AsJson = False) -> None:
    """Show what is known of a cloned voice: its recording, who consented, which model has heard it."""
    path = shelf.find(name.removeprefix(f"{FAMILY}:"))
    card = read_card(path)
    if as_json:
        details: dict[str, Any] = json.loads(card.model_dump_json())
        print_json(details | {"file": str(path), "bytes": path.stat().st_size})
        return
    heard = f"version {card.weights.version}" if card.weights else "none yet: the first to load hears it"
    agreed = clean_line(card.consent.statement, _SHOWN_CHARS)
    rows = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for what, value in (
        ("voice", f"{FAMILY}:{path.stem}"),
        ("consent", f"{agreed} ({card.consent.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"),
        ("recording", f"{card.seconds:.1f} s, SHA-256 {card.recording}"),
        ("measured by", heard),
        ("made", f"{card.created.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
        ("file", f"{path} ({path.stat().st_size / 1e6:.1f} MB)"),
    ):
        rows.add_row(what, Text(value))
    out.print(rows)
    if (found := read_clip_of(path)) is not None:
        measured = measure(Clip(*found, card.seconds, card.recording))
        out.print(waveform(measured, for_terminal()))
        out.print(table(findings(measured), clean_line(card.language, _SHOWN_CHARS)))


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A cloned voice.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove a cloned voice, with its recording and the record of consent."""
    path = shelf.find(name.removeprefix(f"{FAMILY}:"))
    if not yes:
        if not sys.stdin.isatty():
            raise VoiceError(f"{path.stem} would be gone for good.", "Give --yes.")
        typer.confirm(f"Remove {path.stem} with its recording for good?", abort=True, err=True)
    shelf.remove(path.stem)
    people.print(f"{path.stem} is gone.", markup=False)
