"""The eyes: whites, irises, lids and lashes, drawn from numbers."""

from __future__ import annotations

import functools
import math
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import fill, outline, oval, recorded, shared
from plugins.avatar.drawing.lids import EyeLids, lids_for
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose

CENTRES = (250.0, 390.0)
_Y = 334.0
_FINE = 100.0
"""Steps in which the iris' sizes are taken."""


def eyes(canvas: Any, pose: Pose, face: Face) -> None:
    """Both eyes."""
    lids = lids_for(face.lid * pose.eyelids, face)
    for side, x in ((1.0, CENTRES[0]), (-1.0, CENTRES[1])):
        canvas.save()
        canvas.translate(x, _Y)
        canvas.scale(side, 1.0)  # in here the inner corner is at the right
        if lids.white is not None:
            _ball(canvas, lids, pose, face, side)
        canvas.drawPicture(lids.lashes)
        canvas.restore()


def _ball(canvas: Any, lids: EyeLids, pose: Pose, face: Face, side: float) -> None:
    x = side * (7.0 * (pose.gaze_x + face.look_x) + 3.0 * pose.turn)
    y = -2.0 + 6.0 * (pose.gaze_y + face.look_y)
    fill(canvas, lids.white, palette.EYE_WHITE)
    canvas.save()
    canvas.clipPath(lids.white, doAntiAlias=False)  # lashes cover the edge, and a smooth one costs thrice
    _iris(canvas, x, y, face)
    fill(canvas, _shade(), 0x3A4A3B78)
    _glints(canvas, x * 0.8, y * 0.8, pose, face, side)
    canvas.restore()


def _iris(canvas: Any, x: float, y: float, face: Face) -> None:
    canvas.save()
    canvas.translate(x, y)
    canvas.drawPicture(_iris_picture(round(face.iris * _FINE), round(face.pupil * _FINE)))
    canvas.restore()


@functools.lru_cache(maxsize=32)
def _iris_picture(iris: int, pupil: int) -> Any:
    return recorded(lambda canvas: _draw_iris(canvas, iris / _FINE, pupil / _FINE))


def _draw_iris(canvas: Any, size: float, pupil: float) -> None:
    """In flat tones from dark (above, under the lid) to light: a smooth run of colour costs ten times as much."""
    width, height = 25.0 * size, 33.0 * size
    fill(canvas, oval(0, 0, width + 1.7, height + 1.7), palette.IRIS_TOP)
    ball = oval(0, 0, width - 1.7, height - 1.7)
    fill(canvas, ball, palette.IRIS_MIDDLE)
    fill(canvas, shared(ball, oval(0, -0.75 * height, 1.3 * width, 0.72 * height)), palette.IRIS_SHADE)
    fill(canvas, shared(ball, oval(0, -1.0 * height, 1.3 * width, 0.62 * height)), palette.IRIS_TOP)
    fill(canvas, shared(ball, oval(0, 0.85 * height, 1.1 * width, 0.62 * height)), palette.IRIS_LIGHT)
    fill(canvas, shared(ball, oval(0, 0.95 * height, 0.95 * width, 0.45 * height)), palette.IRIS_BOTTOM)
    fill(canvas, oval(0, -1, 10.5 * pupil * size, 15 * pupil * size), palette.PUPIL)


def _glints(canvas: Any, x: float, y: float, pose: Pose, face: Face, side: float) -> None:
    """Light comes from the same side in both eyes. Wet eyes have more of it, and it trembles."""
    wet = max(face.tears, 0.0)
    shake = (wet + max(0.0, face.tremble)) * 1.3 * math.sin(11.0 * pose.time_s)
    fill(canvas, oval(x - side * 9 + shake, y - 15, 7.5 * face.iris + 1.2 * wet, 9.0 * face.iris + wet), 0xFFFFFFFF)
    fill(canvas, oval(x + side * 10 - shake, y + 12, 4.2 + 1.6 * wet, 4.2 + 1.2 * wet), 0xE6FFFFFF)


@functools.cache
def _shade() -> Any:
    """What the upper lid throws on the ball."""
    return outline([(-50, -60), (50, -60), (50, -24), (0, -33), (-50, -14)])
