"""A headset with a lark's wings. Static, played back."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import Point, brush, fill, inked, line, mirrored, outline, oval

_BAND: list[Point] = [
    (160, 316),
    (152, 226),
    (182, 132),
    (244, 80),
    (320, 66),
    (396, 80),
    (458, 132),
    (488, 226),
    (480, 316),
]
_WING: tuple[list[Point], ...] = (
    [(150, 318), (118, 316), (84, 326), (62, 346, 1), (100, 350), (144, 344)],
    [(150, 306), (112, 294), (72, 294), (42, 308, 1), (82, 322), (146, 332)],
    [(152, 294), (116, 266), (78, 252), (40, 258, 1), (78, 288), (146, 322)],
)
_BOOM: list[Point] = [(166, 350), (176, 394), (204, 424), (244, 430)]


def band(canvas: Any) -> None:
    """Over the hair."""
    path = outline(_BAND, closed=False)
    line(canvas, path, palette.LINE, 19)
    line(canvas, path, palette.CLOTH, 11)
    fill(canvas, brush(_BAND[5:8], (1, 5, 3)), palette.CLOTH_DEEP)


def cups(canvas: Any) -> None:
    """At the ears, with wings; the microphone at the viewer's left."""
    for turn in (list, mirrored):
        for points in _WING:
            inked(canvas, outline(turn(points)), palette.CLOTH, palette.LINE, 3.5)
        for points in _WING:
            tip = points[3]
            root = (148, 318)
            middle = (root[0] * 0.5 + tip[0] * 0.5, root[1] * 0.5 + tip[1] * 0.5 + 3)
            fill(canvas, brush(turn([root, middle, (tip[0] + 10, tip[1] + 2)]), (2, 3, 1)), palette.CLOTH_DEEP)
    for x in (160, 480):
        inked(canvas, oval(x, 318, 25, 35), palette.BOW, palette.LINE, 4.5)
        fill(canvas, oval(x + 3, 324, 17, 25), palette.BOW_SHADE)
        fill(canvas, oval(x, 320, 15, 23), palette.CLOTH)
        fill(canvas, oval(x, 320, 8, 13), palette.GOLD)


def microphone(canvas: Any) -> None:
    """Before the cheek."""
    path = outline(_BOOM, closed=False)
    line(canvas, path, palette.LINE, 9)
    line(canvas, path, palette.COAT_LIGHT, 3.5)
    inked(canvas, oval(250, 430, 13, 9), palette.COAT, palette.LINE, 3.5)
    fill(canvas, oval(247, 427, 5, 2.5), palette.COAT_LIGHT)
