"""The eyes: whites, irises, lids and lashes, drawn for every frame from numbers."""

from __future__ import annotations

import math
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import brush, fill, line, outline, oval
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose
from plugins.avatar.skia_library import skia

CENTRES = (250.0, 390.0)
_Y = 334.0
_HALF = 40.0
"""Half an eye's width."""
_UP, _DOWN = 44.0, 30.0
"""How far an open eye's lids are from its middle line."""
_SHARES = (-1.0, -0.62, -0.1, 0.45, 1.0)
"""Where along the eye (outer to inner corner) the lids have points."""
_TOP = (-0.05, 0.62, 1.0, 0.88, 0.18)
_BOTTOM = (0.1, 0.78, 1.0, 0.8, 0.1)
_BOWL = (-0.25, 0.35, 0.75, 0.62, -0.05)


def eyes(canvas: Any, pose: Pose, face: Face) -> None:
    """Both eyes."""
    for side, x in ((1.0, CENTRES[0]), (-1.0, CENTRES[1])):
        canvas.save()
        canvas.translate(x, _Y)
        canvas.scale(side, 1.0)  # in here the inner corner is at the right
        _eye(canvas, pose, face, side)
        canvas.restore()


def _eye(canvas: Any, pose: Pose, face: Face, side: float) -> None:
    opening = face.lid * pose.eyelids
    top, bottom = _lids(opening, face)
    gap = max(low[1] - high[1] for high, low in zip(top, bottom, strict=True))
    if gap > 4.0:
        _ball(canvas, outline([(*top[0], 1), *top[1:-1], (*top[-1], 1), *reversed(bottom[1:-1])]), pose, face, side)
    _lashes(canvas, top, bottom, gap)


def _lids(opening: float, face: Face) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """The upper and the lower lid's points, outer to inner corner. Shut, they meet on one curve."""
    meet = [6.0 + 15.0 * (-face.arch) * (bowl - 0.2) - 2.0 * share for share, bowl in zip(_SHARES, _BOWL, strict=True)]
    wide = max(0.0, opening)
    tops, bottoms = [], []
    for share, shut, up, down in zip(_SHARES, meet, _TOP, _BOTTOM, strict=True):
        slant = -9.0 * face.slant * share
        high = -_UP * up * min(1.0, 0.25 + 0.75 * wide) * (1.0 if wide <= 1.0 else 1.0 + 0.5 * (wide - 1.0)) + slant
        low = _DOWN * down * (1.0 - 0.45 * face.squint)
        ease = min(1.0, wide)
        tops.append((share * _HALF, min(shut + (high - shut) * ease, shut + (low - shut) * ease)))
        bottoms.append((share * _HALF * 0.96, shut + (low - shut) * ease))
    return tops, bottoms


def _ball(canvas: Any, shape: Any, pose: Pose, face: Face, side: float) -> None:
    x = side * (7.0 * (pose.gaze_x + face.look_x) + 3.0 * pose.turn)
    y = -2.0 + 6.0 * (pose.gaze_y + face.look_y)
    canvas.save()
    canvas.clipPath(shape, True)
    fill(canvas, shape, palette.EYE_WHITE)
    _iris(canvas, x, y, face)
    fill(canvas, outline([(-50, -60), (50, -60), (50, -24), (0, -33), (-50, -14)]), 0x3A4A3B78)
    _glints(canvas, x * 0.8, y * 0.8, pose, face, side)
    canvas.restore()


def _iris(canvas: Any, x: float, y: float, face: Face) -> None:
    library = skia()
    width, height = 25.0 * face.iris, 33.0 * face.iris
    shader = library.GradientShader.MakeLinear(
        [(0, y - height), (0, y + height)],
        [palette.IRIS_TOP, palette.IRIS_MIDDLE, palette.IRIS_BOTTOM],
        [0.1, 0.55, 0.95],
    )
    canvas.drawPath(oval(x, y, width, height), library.Paint(AntiAlias=True, Shader=shader))
    line(canvas, oval(x, y, width, height), palette.IRIS_TOP, 3.5)
    fill(canvas, oval(x, y - 1, 10.5 * face.pupil * face.iris, 15 * face.pupil * face.iris), palette.PUPIL)
    fill(canvas, oval(x, y + 0.62 * height, 0.55 * width, 0.2 * height), 0x80FFF2B8)


def _glints(canvas: Any, x: float, y: float, pose: Pose, face: Face, side: float) -> None:
    """Light comes from the same side in both eyes. Dull eyes have little of it, wet ones more, and it trembles."""
    wet = max(face.tears, 0.0)
    shake = (wet + max(0.0, face.tremble)) * 1.3 * math.sin(11.0 * pose.time_s)
    fill(canvas, oval(x - side * 9 + shake, y - 15, 7.5 * face.iris + 1.2 * wet, 9.0 * face.iris + wet), 0xFFFFFFFF)
    fill(canvas, oval(x + side * 10 - shake, y + 12, 4.2 + 1.6 * wet, 4.2 + 1.2 * wet), 0xE6FFFFFF)


def _lashes(canvas: Any, top: list[tuple[float, float]], bottom: list[tuple[float, float]], gap: float) -> None:
    wing = (top[0][0] - 7, top[0][1] - 2.0 + min(6.0, 0.1 * gap))
    fill(canvas, brush([wing, *top], (2, 9, 9.5, 8.5, 7, 3)), palette.LASH)
    for share, (x, y) in zip((0.9, 0.5), top[:2], strict=True):
        fill(
            canvas,
            brush([(x + 4, y + 2), (x - 5, y - 3), (x - 12 * share - 2, y - 9 * share)], (5, 4, 1)),
            palette.LASH,
        )
    if gap > 10.0:
        line(canvas, outline(bottom[1:4], closed=False), 0xFF7A4A58, 2.6)
        crease = [(x, y - 9.0 - 2.0 * (1 - abs(x) / _HALF)) for x, y in top[1:4]]
        line(canvas, outline(crease, closed=False), palette.LINE_SOFT, 2.2)
