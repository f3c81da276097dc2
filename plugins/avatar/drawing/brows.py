"""The brows."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.eyes import CENTRES
from plugins.avatar.drawing.ink import brush, fill
from plugins.avatar.faces import Face
from plugins.avatar.pose import Pose

_Y = 272.0


def brows(canvas: Any, pose: Pose, face: Face) -> None:
    """Both, over the bangs, as this style has it: a face must stay readable under hair."""
    lift = 13.0 * face.brow_lift + 5.0 * pose.brows
    for side, x in ((1.0, CENTRES[0]), (-1.0, CENTRES[1])):
        raised = lift + 7.0 * face.wince * side
        points = []
        for share, bow in ((-1.0, 0.0), (-0.35, 0.9), (0.3, 0.75), (1.0, 0.1)):  # outer to inner end
            y = _Y - raised - 14.0 * face.brow_slant * share - 12.0 * face.brow_bend * bow
            points.append((x + side * (34.0 * share + 2.0), y))
        widths = (2.0, 7.0, 8.5, 5.5)
        fill(canvas, brush(points, widths), palette.BROW)
