"""`streamvoice avatar`: look at it, write its pictures, check what it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from plugins.avatar.settings import AvatarSettings
from plugins.marks import mark

app = typer.Typer(help="Look at the avatar, write its pictures, check camera and packs.", no_args_is_help=True)
ProfileName = Annotated[str, typer.Option(help="The profile whose \\[plugins.avatar] counts.")]
PackFolder = Annotated[str | None, typer.Option(help="A folder of pictures, instead of the profile's avatar.")]


@app.command()
def preview(
    out: Annotated[Path, typer.Option(help="Where to write the picture.")] = Path("avatar.png"),
    pack: PackFolder = None,
    profile: ProfileName = "default",
) -> None:
    """Draw all faces with shut and open mouths into one picture."""
    from plugins.avatar.sheet import sheet

    target = out / "avatar.png" if out.is_dir() else out
    sheet(target, _pack(profile, pack))
    typer.echo(f"{target}: nine faces, mouth shut and open.")


@app.command()
def render(
    folder: Annotated[Path, typer.Argument(help="Where to write the pictures; made where missing.")],
    pack: PackFolder = None,
    width: Annotated[int | None, typer.Option(help="In pixels, instead of the profile's.")] = None,
    height: Annotated[int | None, typer.Option(help="In pixels, instead of the profile's.")] = None,
    profile: ProfileName = "default",
) -> None:
    """Write a PNG for every face, mouth and blink: for image sources in OBS, and to make a pack from."""
    from plugins.avatar.atlas import render_atlas

    settings = _settings(profile)
    done = list(render_atlas(folder, width or settings.width, height or settings.height, _pack(profile, pack)))
    typer.echo(f"{len(done)} pictures in {folder}, named like {done[0].name} and {done[-1].name}.")


@app.command()
def check(pack: PackFolder = None, profile: ProfileName = "default") -> None:
    """Try the drawing library, the camera driver and the pack; say what to do about what does not work."""
    from plugins.avatar.checking import checks

    failed = 0
    for name, run in checks(_settings(profile), _pack(profile, pack)):
        failed += not _passed(name, run)
    if failed:
        raise typer.Exit(1)


def _passed(name: str, run: Callable[[], str]) -> bool:
    from engine.api import StreamvoiceError

    try:
        passed, text = True, run()
    except StreamvoiceError as error:
        passed, text = False, f"{error.what}\n            {error.fix}"
    typer.echo(f"{mark(passed)} {name:<9} {text}")
    return passed


def _settings(profile: str) -> AvatarSettings:
    from engine.api import plugin_settings

    return AvatarSettings.model_validate(plugin_settings("avatar", profile).model_dump())


def _pack(profile: str, given: str | None) -> str:
    return _settings(profile).pack if given is None else given
