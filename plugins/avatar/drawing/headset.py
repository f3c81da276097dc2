"""A headset with a lark's wings. Static, played back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import Point, brush, fill, inked, line, mirrored, outline, oval

EAR: Point = (160.0, 318.0)
CUP_BOUNDS = (34.0, 246.0, 192.0, 360.0)
"""Of the one at the left."""
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


def left_cup(canvas: Any) -> None:
    """At the viewer's left ear, with its wing."""
    _cup(canvas, list)


def right_cup(canvas: Any) -> None:
    """The other."""
    _cup(canvas, mirrored)


def _cup(canvas: Any, turn: Callable[[list[Point]], list[Point]]) -> None:
    for points in _WING:
        inked(canvas, outline(turn(points)), palette.CLOTH, palette.LINE, 3.5)
    for points in _WING:
        tip, root = points[3], (148, 318)
        middle = (root[0] * 0.5 + tip[0] * 0.5, root[1] * 0.5 + tip[1] * 0.5 + 3)
        fill(canvas, brush(turn([root, middle, (tip[0] + 10, tip[1] + 2)]), (2, 3, 1)), palette.CLOTH_DEEP)
    x, y = turn([EAR])[0]
    inked(canvas, oval(x, y, 25, 35), palette.BOW, palette.LINE, 4.5)
    fill(canvas, oval(x + 3, y + 6, 17, 25), palette.BOW_SHADE)
    fill(canvas, oval(x, y + 2, 15, 23), palette.CLOTH)
    fill(canvas, oval(x, y + 2, 8, 13), palette.GOLD)


def microphone(canvas: Any) -> None:
    """Before the cheek."""
    path = outline(_BOOM, closed=False)
    line(canvas, path, palette.LINE, 9)
    line(canvas, path, palette.COAT_LIGHT, 3.5)
    inked(canvas, oval(250, 430, 13, 9), palette.COAT, palette.LINE, 3.5)
    fill(canvas, oval(247, 427, 5, 2.5), palette.COAT_LIGHT)
