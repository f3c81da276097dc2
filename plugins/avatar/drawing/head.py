"""The head without its features: skin, ears, the shadow of the hair, nose; and the pin in the hair."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.hair import BANGS
from plugins.avatar.drawing.ink import both, brush, fill, inked, line, mirrored, moved, outline, shared

_FACE = both([(320, 130), (236, 150), (194, 226), (192, 300), (204, 356), (236, 408), (282, 444), (320, 456)])
_EAR = [(196, 296), (180, 288), (172, 306), (178, 336), (194, 352), (204, 346)]
_CHEEK_SHADE = [(192, 300), (204, 356), (236, 408), (282, 444), (320, 456), (280, 434), (240, 396), (214, 350)]
_FEATHERS = (
    ([(0, 0), (22, -26), (58, -44), (82, -44, 1), (66, -14), (34, 6)], palette.CLOTH, palette.CLOTH_DEEP),
    ([(0, 0), (30, -10), (66, -10), (88, 4, 1), (62, 20), (28, 16)], palette.GOLD, palette.GOLD_SHADE),
)


def face(canvas: Any) -> None:
    """Skin, behind the features."""
    for turn in (list, mirrored):
        inked(canvas, outline(turn(_EAR)), palette.SKIN_SHADE, palette.LINE, 4)
    skin = outline(_FACE)
    inked(canvas, skin, palette.SKIN, palette.LINE, 4.5)
    fill(canvas, outline(_CHEEK_SHADE), palette.SKIN_SHADE)
    fill(canvas, shared(skin, moved(outline(BANGS), 3, 13)), palette.SKIN_SHADE)
    fill(canvas, brush([(317, 372), (321, 379), (316, 383)], (1, 3.4, 1)), palette.SKIN_DEEP)


def pin(canvas: Any) -> None:
    """Two feathers in the hair, at the viewer's right."""
    canvas.save()
    canvas.translate(410, 176)
    for points, colour, shade in reversed(_FEATHERS):
        feather = outline(points)
        inked(canvas, feather, colour, palette.LINE, 3.5)
        tip = points[3]
        fill(canvas, brush([(6, 0), (tip[0] * 0.5, tip[1] * 0.5 - 1), (tip[0] - 12, tip[1] + 2)], (2, 3, 1)), shade)
    inked(canvas, outline([(-9, -9), (10, -10), (12, 9), (-8, 10)]), palette.BOW, palette.LINE, 3.5)
    line(canvas, outline([(-3, -4), (2, -5)], closed=False), 0xFFFFC9C4, 3)
    canvas.restore()
