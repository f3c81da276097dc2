"""`streamvoice sessions`: what was recorded, and one of them once more."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Sessions that [cyan]live --with recorder[/] kept: list them, look at one, have one said again.",
    epilog="Record one with: streamvoice live --with recorder",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
Folder = Annotated[Path | None, typer.Option(help="Where sessions lie, instead of where the profile says.")]
ProfileName = Annotated[str, typer.Option(help="The profile whose \\[plugins.recorder] counts.")]
Name = Annotated[str, typer.Argument(help="A session's name as `sessions list` shows it; or: last")]
Json = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]
From = Annotated[float, typer.Option("--from", min=0.0, help="Seconds into the session to begin at.")]


@app.command("list")
def list_(folder: Folder = None, profile: ProfileName = "default", as_json: Json = False) -> None:
    """What was recorded, the newest first. A sound file that a crash cut off is put right on the way."""
    from rich.console import Console
    from rich.progress import track

    from plugins.recorder.folders import sessions
    from plugins.recorder.listing import row
    from plugins.recorder.shown import table

    root = _root(folder, profile)
    quiet = as_json or len(sessions(root)) < 20
    looked = track(sessions(root), "Looking", console=Console(stderr=True), transient=True, disable=quiet)
    rows = [row(one) for one in looked]
    if as_json:
        _print_json([asdict(one) for one in rows])
    elif rows:
        Console(highlight=False).print(table(rows))
    else:
        typer.echo(f"No sessions in {root}. Record one with: streamvoice live --with recorder")


@app.command()
def show(name: Name, folder: Folder = None, profile: ProfileName = "default", as_json: Json = False) -> None:
    """One session: what is known of it, its marks and its files. Captions and timeline are made where they lack."""
    from rich.console import Console

    from plugins.recorder.folders import find
    from plugins.recorder.look import look
    from plugins.recorder.shown import details

    found = look(find(_root(folder, profile), name))
    if as_json:
        _print_json(asdict(found))
    else:
        Console(highlight=False).print(details(found), soft_wrap=True)


@app.command()
def timeline(
    name: Name,
    start: From = 0.0,
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("timeline.svg"),
    folder: Folder = None,
    profile: ProfileName = "default",
) -> None:
    """Draw five minutes of a session from any second on; its folder's own picture shows the last five.

    Example: [cyan]sessions timeline last --from 3600 --out second-hour.svg[/]
    """
    from engine.api import InputError
    from plugins.recorder.about import read, replace
    from plugins.recorder.folders import find
    from plugins.recorder.story import picture

    session = find(_root(folder, profile), name)
    if out.suffix.lower() != ".svg":
        raise InputError(f"Cannot draw to {out}.", "End the name in .svg.")
    drawn = picture(session, read(session), start)
    try:
        replace(out, drawn)
    except OSError as error:
        raise InputError(f"Cannot write {out}: {error.strerror}.", "Choose another place.") from error
    typer.echo(f"Picture: {out}  (open it in a browser)")


@app.command()
def replay(
    name: Name,
    start: From = 0.0,
    sink: Annotated[str, typer.Option(help="device[:NAME], wav:PATH, null or null:fast; the profile's if empty.")] = "",
    fast: Annotated[bool, typer.Option("--fast", help="As fast as the voice speaks, whatever the times were.")] = False,
    voice: Annotated[str, typer.Option(help="Another voice, e.g. hibari:bright.")] = "",
    live: Annotated[str, typer.Option("--profile", help="The profile to speak with; the session's own if empty.")] = "",
    outputs: Annotated[str, typer.Option("--with", help="Also run these plugins, e.g. obs,overlay,recorder.")] = "",
    folder: Folder = None,
) -> None:
    """Have a session said again: its messages go through gate, feeling and voice at their own times.

    Examples: [cyan]sessions replay last[/],
    [cyan]sessions replay last --voice hibari:deep --sink wav:again.wav --fast[/]
    """
    from plugins.recorder.about import read
    from plugins.recorder.folders import find
    from plugins.recorder.messages import chat
    from plugins.recorder.replaying import replayed

    session = find(_root(folder, live or "default"), name)
    profile = live or read(session).profile or "default"
    lines = list(chat(session, start))
    if not lines:
        typer.echo(f"{session.name} holds no message from second {start:g} on.", err=True)
        raise typer.Exit(1)
    given = {"--sink": sink, "--voice": voice, "--with": outputs, "--profile": profile}
    options = [part for option, value in given.items() if value for part in (option, value)]
    raise typer.Exit(replayed(lines, [*options, *(["--fast"] if fast else [])]))


def _root(folder: Path | None, profile: str) -> Path:
    from engine.api import plugin_settings

    if folder is not None:
        return folder.expanduser()
    return Path(str(plugin_settings("recorder", profile).model_dump()["folder"])).expanduser()


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, allow_nan=False))
