"""All states as a folder of PNG pictures: for image sources in OBS, for the browser page, and as a pack of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.avatar.pack.manifest import FILE
from plugins.avatar.painters import Pixels
from plugins.avatar.painting import painter_for
from plugins.avatar.states import STATES, pose_of

_MANIFEST = 'name = "{name}"\n# Pictures: FACE_MOUTH.png and FACE_MOUTH_blink.png\n'


def render_atlas(folder: Path, width: int, height: int, pack: str = "") -> Iterator[Path]:
    """Write a picture per state into ``folder`` (made where missing), yielding each as it is done.

    Raises:
        PluginError: what it needs is missing, or the pack cannot be used.
        OSError: the folder cannot be written.
    """
    painter = painter_for(pack, width, height)
    folder.mkdir(parents=True, exist_ok=True)
    for state in STATES:
        path = folder / state.file
        save(painter.paint(pose_of(state)), path)
        yield path
    (folder / FILE).write_text(_MANIFEST.format(name="streamvoice avatar"), "utf-8")


def save(pixels: Pixels, path: Path) -> None:
    """Write premultiplied BGRA pixels as a PNG; whole or not at all, for a program may be reading it."""
    from PIL import Image

    part = path.with_suffix(".part")
    Image.fromarray(straight(pixels), "RGBA").save(part, "PNG", compress_level=4)
    part.replace(path)


def straight(pixels: Pixels) -> Pixels:
    """RGBA with colours not premultiplied, as PNG has it."""
    import numpy as np

    alpha = pixels[..., 3:].astype(np.uint16)
    colour = (pixels[..., 2::-1].astype(np.uint16) * 255 + alpha // 2) // np.maximum(alpha, 1)
    return np.concatenate([np.minimum(colour, 255), alpha], axis=-1).astype(np.uint8)
