"""`live`: chat in, speech out, until stopped. With a terminal in the panel, else headless."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import has_terminal
from engine.cli.headless import run_headless
from engine.cli.narration import Narration
from engine.cli.panel_run import run_with_panel
from engine.plugins import is_output, load_plugin
from engine.profile import Profile, load_profile
from engine.protocols import Plugin
from engine.running import Running


def live(
    profile: Annotated[str, typer.Option(help="Profile by name, or a .toml file.")] = "default",
    headless: Annotated[bool, typer.Option("--headless", help="No panel; one line per event that matters.")] = False,
    source: Annotated[
        Path | None, typer.Option("--input", help="Read chat from a text or .jsonl file instead of live sources.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Ignore the file's timestamps; render files at full speed.")
    ] = False,
    sink: Annotated[
        str | None, typer.Option(help="device[:NAME], wav:PATH (.wav .flac .mp3), null (real time) or null:fast.")
    ] = None,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Exit when the input ended and all was heard.")
    ] = False,
    events: Annotated[Path | None, typer.Option(help="Write every event to this .jsonl file.")] = None,
    record: Annotated[Path | None, typer.Option(help="Also write what is heard to this file.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of the local WebSocket (8710 where not given).")] = None,
    host: Annotated[
        str | None, typer.Option(help="Address of the WebSocket; beyond loopback set STREAMVOICE_TOKEN.")
    ] = None,
    twitch: Annotated[str | None, typer.Option(help="Read this Twitch channel's chat; no login.")] = None,
    voice: Annotated[str | None, typer.Option(help="Voice for this run, e.g. hibari:bright.")] = None,
    outputs: Annotated[
        str, typer.Option("--with", help="Also run these plugins, e.g. obs,overlay,avatar; settings from the profile.")
    ] = "",
) -> None:
    """Go live: read chat, feel it, speak it. The default command.

    Examples: [cyan]live --twitch somechannel[/],
    [cyan]live --headless --input chat.jsonl --fast --sink wav:out.wav --until-idle[/]
    """
    chosen = _with_options(load_profile(profile), sink, voice)
    panel = not headless and has_terminal()
    running = Running(
        chosen,
        profile,
        list(_plugins(chosen, source, fast, twitch, host, port, outputs, console=not panel)),
        fast,
        until_idle,
        events,
        record,
    )
    if panel:
        run_with_panel(running)
    else:
        running.observers = [Narration().watch]
        run_headless(running)


def _with_options(profile: Profile, sink: str | None, voice: str | None) -> Profile:
    audio = profile.audio.model_copy(update={"sink": sink} if sink else {})
    changes: dict[str, object] = {"audio": audio}
    if voice:
        others = (other for other in profile.voices if other != voice)
        changes |= {"voice": voice, "voices": (voice, *others) if profile.voices else ()}
    return profile.model_copy(update=changes)


def _plugins(
    profile: Profile,
    source: Path | None,
    fast: bool,
    twitch: str | None,
    host: str | None,
    port: int | None,
    outputs: str,
    *,
    console: bool,
) -> list[Plugin]:
    """The profile's plugins and those the options ask for. A file replaces the sources, which never end."""
    sections = {name: dict(section) for name, section in profile.plugins.items()}
    if source is not None:
        kept = {name: section for name, section in sections.items() if is_output(name)}
        sections = {"file": {"path": str(source), "fast": fast}, **kept}
    elif console:
        sections.setdefault("console", {})
    for name in listed(outputs):
        sections.setdefault(name, dict(profile.plugins.get(name, {})))
    if twitch:
        sections.setdefault("twitch", {})["channel"] = twitch
    if source is None or port is not None:
        socket = sections.setdefault("socket", {})
        socket |= {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    return [load_plugin(name, section) for name, section in sections.items()]


def listed(names: str) -> list[str]:
    """The plugins named after --with."""
    return [name for each in names.split(",") if (name := each.strip())]
