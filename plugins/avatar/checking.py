"""What `streamvoice avatar check` tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from engine.api import PluginError
from plugins.avatar.camera.driver import Driver
from plugins.avatar.camera.output import order_from
from plugins.avatar.pack.pack import open_pack
from plugins.avatar.pack.pictures import problems
from plugins.avatar.painting import painter_for
from plugins.avatar.pose import Pose
from plugins.avatar.settings import AvatarSettings


def checks(settings: AvatarSettings, pack: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """(name, check): each gives a sentence on what works, or raises a PluginError."""
    if pack:
        yield "pack", partial(_pack, pack)
    else:
        yield "drawing", _drawing
    if "camera" in settings.outputs:
        yield "camera", partial(_camera, settings)


def _drawing() -> str:
    painter_for("", 64, 72).paint(Pose())
    return "The avatar can be drawn."


def _pack(folder: str) -> str:
    pack = open_pack(folder)
    broken = list(problems(pack))
    if broken:
        raise PluginError(broken[0], f"{len(broken)} of {len(pack.pictures)} pictures cannot be used.")
    faces = sorted({state.face for state in pack.pictures})
    unknown = f"; {len(pack.ignored)} have names that say nothing" if pack.ignored else ""
    return f"{len(pack.pictures)} pictures for {', '.join(faces)}{unknown}."


def _camera(settings: AvatarSettings) -> str:
    driver = Driver(order_from(settings))
    try:
        return f"{driver.name} can be opened at {settings.width}x{settings.height}."
    finally:
        driver.close()
