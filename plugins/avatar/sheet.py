"""One picture of all faces, to look at."""

from __future__ import annotations

from pathlib import Path

from plugins.avatar.atlas import straight
from plugins.avatar.painting import painter_for
from plugins.avatar.states import FACES, State, pose_of

_WIDTH, _HEIGHT = 200, 225
_PAPER = (246, 241, 250)


def sheet(path: Path, pack: str = "", columns: int = 9) -> None:
    """Write the contact sheet: a column per face, a row per mouth; more rows where there are fewer ``columns``.

    Raises:
        PluginError: what it needs is missing.
    """
    painter = painter_for(pack, _WIDTH, _HEIGHT)
    from PIL import Image

    cells = [(face, mouth) for start in range(0, len(FACES), columns)
             for mouth in ("closed", "open") for face in FACES[start : start + columns]]  # fmt: skip
    rows = -(-len(FACES) // columns) * 2
    whole = Image.new("RGB", (_WIDTH * min(columns, len(FACES)), _HEIGHT * rows), _PAPER)
    for place, (face, mouth) in enumerate(cells):
        picture = Image.fromarray(straight(painter.paint(pose_of(State(face, mouth)))), "RGBA")
        whole.paste(picture, (place % columns * _WIDTH, place // columns * _HEIGHT), picture)
    whole.quantize(128).save(path, "PNG", optimize=True)
