"""The mouth, from a line to a wide open one."""

from __future__ import annotations

import math
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import brush, fill, line, outline, oval
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose

_X, _Y = 320.0, 412.0
BOUNDS = (258.0, 362.0, 382.0, 490.0)
"""Left, top, right, bottom of the widest and deepest mouth."""
_SHARES = (-1.0, -0.5, 0.0, 0.5, 1.0)


def mouth(canvas: Any, pose: Pose, face: Face) -> None:
    """The mouth now."""
    opening = max(pose.mouth_open, 0.0) * (1.0 - face.rest) + face.rest
    half = _half_width(pose, face, opening)
    upper, lower = _lips(half, opening, pose, face)
    if opening < 0.06:
        fill(canvas, brush(upper, (2.5, 4, 4.2, 4, 2.5)), palette.MOUTH_LINE)
        return
    shape = outline([(*upper[0], 1), *upper[1:-1], (*upper[-1], 1), *reversed(lower[1:-1])])
    canvas.save()
    canvas.clipPath(shape, True)
    fill(canvas, shape, palette.MOUTH_IN)
    deep = lower[2][1]
    fill(canvas, oval(_X, deep + 4, half * 0.72, 0.42 * (deep - upper[2][1]) + 3), palette.TONGUE)
    if opening > 0.2 and face.round < 0.5:
        teeth = [(x, y - 6) for x, y in upper] + [(x * 0.9 + _X * 0.1, y + 5.5) for x, y in reversed(upper)]
        fill(canvas, outline(teeth), palette.TEETH)
    canvas.restore()
    line(canvas, shape, palette.MOUTH_LINE, 3.6)


def _half_width(pose: Pose, face: Face, opening: float) -> float:
    speaking = min(1.0, 3.0 * pose.mouth_open)
    rounder = min(1.0, max(0.0, face.round) * (1.0 - 0.3 * speaking) + max(0.0, -pose.mouth_wide) * speaking)
    spread = max(0.0, pose.mouth_wide) * speaking
    half = 27.0 + 8.0 * spread + 4.0 * face.smile * (1 - 0.3 * opening)
    return (half + (13.0 - half) * 0.85 * rounder) * face.mouth_size


def _lips(half: float, opening: float, pose: Pose, face: Face) -> tuple[list[Any], list[Any]]:
    """The points of both lips, left to right."""
    flat = 1.0 - 0.75 * max(0.0, -pose.mouth_wide) * opening - 0.6 * max(0.0, face.round) * opening
    depth = 48.0 * opening * (1.0 - 0.3 * max(0.0, pose.mouth_wide)) * (0.6 + 0.4 * face.mouth_size)
    upper, lower = [], []
    for index, share in enumerate(_SHARES):
        bow = 1.0 - share * share
        shake = 2.6 * face.tremble * math.sin(2.1 * index + 17.0 * pose.time_s) * (1.0 if 0 < index < 4 else 0.4)
        middle = _Y + 9.0 * face.smile * (bow - 0.5) * flat + shake - 6.0 * face.skew * share
        rise = depth * (0.22 if face.smile > -0.3 else 0.45) * bow**0.6 * (1.0 - 0.6 * max(0.0, face.smile))
        x = _X + half * share
        upper.append((x, middle - rise))
        lower.append((x, middle + depth * bow**0.55 * (0.78 + 0.22 * face.smile)))
    return upper, lower
