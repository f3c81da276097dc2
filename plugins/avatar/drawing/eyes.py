"""The eyes: whites, irises, lids and lashes, drawn from numbers."""

from __future__ import annotations

import functools
import math
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import fill, line, outline, oval
from plugins.avatar.drawing.lids import EyeLids, lids_for
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose
from plugins.avatar.skia_library import skia

CENTRES = (250.0, 390.0)
_Y = 334.0


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
    canvas.clipPath(lids.white, True)
    _iris(canvas, x, y, face)
    fill(canvas, _shade(), 0x3A4A3B78)
    _glints(canvas, x * 0.8, y * 0.8, pose, face, side)
    canvas.restore()


def _iris(canvas: Any, x: float, y: float, face: Face) -> None:
    library = skia()
    width, height = 25.0 * face.iris, 33.0 * face.iris
    colours = [palette.IRIS_TOP, palette.IRIS_MIDDLE, palette.IRIS_BOTTOM]
    shader = library.GradientShader.MakeLinear([(0, y - height), (0, y + height)], colours, [0.1, 0.55, 0.95])
    ball = oval(x, y, width, height)
    canvas.drawPath(ball, library.Paint(AntiAlias=True, Shader=shader))
    line(canvas, ball, palette.IRIS_TOP, 3.5)
    fill(canvas, oval(x, y - 1, 10.5 * face.pupil * face.iris, 15 * face.pupil * face.iris), palette.PUPIL)
    fill(canvas, oval(x, y + 0.62 * height, 0.55 * width, 0.2 * height), 0x80FFF2B8)


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
