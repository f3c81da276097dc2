"""Blush, tears, sweat and the signs of comics that go with feelings."""

from __future__ import annotations

import functools
import math
from typing import Any

from plugins.avatar.drawing import head, palette
from plugins.avatar.drawing.ink import brush, fill, inked, line, outline, oval, shared
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose

_CHEEKS = (234.0, 406.0)


def under(canvas: Any, face: Face) -> None:
    """What lies on the skin: blush, or a shadow over the brow."""
    blush = min(1.0, max(0.0, face.blush))
    for x in _CHEEKS:
        for size in (1.0, 0.78, 0.56):
            fill(canvas, oval(x, 388, 27 * size, 14 * size), _faded(palette.BLUSH, 0.42 * blush))
        if blush > 0.6:
            for shift in (-10, 0, 10):
                stroke = outline([(x + shift + 3, 382), (x + shift - 3, 394)], closed=False)
                line(canvas, stroke, _faded(0xFFE8686B, 0.6 * (blush - 0.6) / 0.4), 2.4)


def gloom(canvas: Any, face: Face) -> None:
    """A cold shadow over the upper half of the face, and the strokes that comics put there."""
    if face.gloom < 0.02:
        return
    fill(canvas, _shadow(), _faded(palette.GLOOM, 0.7 * face.gloom))
    for x, length in ((296, 26), (308, 44), (320, 34), (332, 48), (344, 28)):
        stroke = brush([(x, 276), (x, 276 + length * 0.6), (x, 284 + length)], (2, 2.4, 0.6))
        fill(canvas, stroke, _faded(0xFF5A5590, 0.55 * face.gloom))


@functools.cache
def _shadow() -> Any:
    edge = [(180, 200), (460, 200), (460, 350), (420, 372), (320, 376), (220, 372), (180, 350)]
    return shared(outline(head.FACE), outline(edge))


def over(canvas: Any, pose: Pose, face: Face) -> None:
    """What lies over face and hair."""
    _tears(canvas, pose, max(0.0, face.tears))
    if face.sweat > 0.05:
        _drop(canvas, 452, 262 + 4 * math.sin(2.2 * pose.time_s), 0.95 * face.sweat)
    if face.vein > 0.05:
        _vein(canvas, 206, 176, face.vein * (1.0 + 0.06 * math.sin(9.0 * pose.time_s)))
    if face.gleam > 0.05:
        for x, y, size in ((112, 196, 20.0), (540, 214, 15.0), (86, 240, 10.0)):
            _star(canvas, x, y, size * face.gleam * (0.85 + 0.15 * math.sin(4.0 * pose.time_s + x)))


def _tears(canvas: Any, pose: Pose, amount: float) -> None:
    if amount < 0.05:
        return
    for side, x in ((1.0, 232.0), (-1.0, 408.0)):
        inked(canvas, oval(x - side * 4, 366, 9 * amount, 6 * amount), palette.TEAR, palette.TEAR_LINE, 2)
    fall = (pose.time_s / 2.4) % 1.0
    _drop(canvas, 224, 372 + 52 * fall, 0.5 * amount * min(1.0, 5 * (1 - fall)))


def _drop(canvas: Any, x: float, y: float, size: float) -> None:
    points = [(0, -22, 1), (10, 0), (9, 12), (0, 18), (-9, 12), (-10, 0)]
    inked(
        canvas,
        outline([(x + px * size, y + py * size, *rest) for px, py, *rest in points]),
        palette.TEAR,
        palette.TEAR_LINE,
        2.4,
    )
    fill(canvas, oval(x - 3.5 * size, y + 5 * size, 2.4 * size, 4 * size), 0xFFFFFFFF)


def _vein(canvas: Any, x: float, y: float, size: float) -> None:
    for turn in range(4):
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(90.0 * turn + 8.0)
        line(
            canvas,
            outline([(4 * size, -22 * size), (7 * size, -7 * size), (22 * size, -4 * size)], closed=False),
            palette.ANGER,
            5.5 * size,
        )
        canvas.restore()


def _star(canvas: Any, x: float, y: float, size: float) -> None:
    points = [
        (0, -1, 1),
        (0.2, -0.2, 1),
        (1, 0, 1),
        (0.2, 0.2, 1),
        (0, 1, 1),
        (-0.2, 0.2, 1),
        (-1, 0, 1),
        (-0.2, -0.2, 1),
    ]
    inked(
        canvas,
        outline([(x + px * size, y + py * size, 1) for px, py, _ in points]),
        palette.GOLD,
        palette.GOLD_SHADE,
        1.6,
    )


def _faded(colour: int, share: float) -> int:
    alpha = round((colour >> 24) * min(1.0, max(0.0, share)))
    return alpha << 24 | colour & 0xFFFFFF
