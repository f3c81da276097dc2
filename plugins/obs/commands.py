"""`streamvoice obs`: make what is needed in OBS, and prove that it works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.obs.settings import ObsSettings
from plugins.program import streamvoice

if TYPE_CHECKING:
    from plugins.obs.asking import OnEvent
    from plugins.obs.client import Client
    from plugins.obs.setting_up import Step

app = typer.Typer(
    help="Set up OBS for captions, status, avatar and voice; check each. The password is read from "
    "STREAMVOICE_OBS_PASSWORD.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
ProfileName = Annotated[str, typer.Option(help="The profile whose \\[plugins.obs] counts.")]
Host = Annotated[str | None, typer.Option(help="The machine OBS runs on, instead of the profile's.")]
PortNumber = Annotated[int | None, typer.Option(help="OBS's WebSocket port, instead of the profile's.")]
_SAID = "This is a test of the voice in O B S."
_SAY_S = 60.0
_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}


@app.command()
def setup(
    scene: Annotated[str, typer.Option(help="The scene to make them in; the one on air by default.")] = "",
    device: Annotated[str, typer.Option(help="Part of the name of the sound device our voice goes to.")] = "",
    profile: ProfileName = "default",
    host: Host = None,
    port: PortNumber = None,
) -> None:
    """Make the sources that captions, status, avatar and voice need, once; what is there already stays as it is."""
    from plugins.obs.setting_up import Setup

    with _connected(_settings(profile, host, port)) as client:
        work = Setup(client.ask, str(client.versions.get("platform", "")), scene, device)
        steps = []
        for step in work.run():
            steps.append(step)
            typer.echo(_told(step))
        for line in _next(steps, work.scene, work.scene == work.on_air):
            typer.echo(line)


@app.command()
def check(
    profile: ProfileName = "default",
    host: Host = None,
    port: PortNumber = None,
    speak: Annotated[bool, typer.Option(help="Say a line to see whether OBS hears it.")] = True,
) -> None:
    """Try each piece in the running OBS; exits with 1 where something fails."""
    from plugins.obs.checking import Examination
    from plugins.obs.levels import Levels

    settings, levels = _settings(profile, host, port), Levels()
    say = (lambda: _say(profile)) if speak else (lambda: None)
    failed = 0
    with _connected(settings, levels.hear) as client:
        _show(True, "connection", f"OBS {client.versions.get('obsVersion')}, {client.versions.get('platform')}")
        for finding in Examination(client.ask, settings, levels.highest, say).run():
            failed += finding.ok is False
            _show(finding.ok, finding.name, finding.what, "" if finding.ok else finding.fix)
    typer.echo("All of it works." if not failed else f"{failed} to mend.")
    if failed:
        raise typer.Exit(1)


def _settings(profile: str, host: str | None, port: int | None) -> ObsSettings:
    from engine.api import plugin_settings

    found = plugin_settings("obs", profile)
    given = {"host": host, "port": port}
    changed = {**found.model_dump(), **{name: value for name, value in given.items() if value is not None}}
    return ObsSettings.model_validate(changed)


@contextmanager
def _connected(settings: ObsSettings, hear: OnEvent = lambda name, data: None) -> Iterator[Client]:
    from plugins.obs.library import client_type
    from plugins.obs.password import password
    from plugins.obs.subscriptions import ALL_EVENTS, VOLUME_METERS

    client = client_type()(
        settings.host, settings.port, password(os.environ), max(5.0, settings.timeout_s), hear,
        subscriptions=ALL_EVENTS | VOLUME_METERS,
    )  # fmt: skip
    client.connect()
    try:
        yield client
    finally:
        client.close()


def _say(profile: str) -> None:
    """Have our own voice speak where the profile's sound goes, in a process of its own."""
    subprocess.run(  # noqa: S603  our own program with a fixed text
        streamvoice("say", _SAID, "--profile", profile),
        check=False, timeout=_SAY_S, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _told(step: Step) -> str:
    done = typer.style("made", fg="green") if step.made else typer.style("there", dim=True)
    return f"{done:>5}  {step.name}  ({step.what})" + (f"\n       {step.note}" if step.note else "")


def _next(steps: list[Step], scene: str, on_air: bool) -> Iterator[str]:
    made = sum(step.made for step in steps)
    yield f"\n{made} made, {len(steps) - made} were there already." if made else "\nEverything was there already."
    go = "" if on_air else f" go on air with the scene {scene!r},"
    yield f"Next:{go} move them where you like, then: streamvoice obs check"
    yield "And go live with them: streamvoice live --with obs"


def _show(ok: bool | None, name: str, what: str, fix: str = "") -> None:
    mark, colour = _MARKS[ok]
    if not _writes(mark):
        mark = "?" if ok is None else "ok" if ok else "NO"
    typer.echo(f"{typer.style(mark, fg=colour)}  {name:<11} {what}" + (f"\n   {'':<11} -> {fix}" if fix else ""))


def _writes(mark: str) -> bool:
    """Whether standard output's encoding has the mark; an old Windows console's has not."""
    try:
        mark.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
