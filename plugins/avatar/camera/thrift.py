"""What is worth drawing in each picture: the mouth always, the slow rest in every other one. Pure."""

from __future__ import annotations

from dataclasses import replace

from plugins.avatar.pose import Pose

_SLOWEST = 24
"""Pictures a second below which nothing is left out: halved, they would be seen to step."""
_LIDS, _GAZE, _FEELING = 0.02, 0.03, 0.02
"""What changes more than this from picture to picture is too fast to wait: a blink, a glance, a new face."""


class Thrift:
    """Holds head and body for a picture: between two of them they move a pixel or two, and cost most of the drawing.

    Args:
        fps: pictures a second.
    """

    def __init__(self, fps: int) -> None:
        self._saves = fps >= _SLOWEST
        self._held: Pose | None = None
        self._fresh = False

    def drawn(self, pose: Pose) -> Pose:
        """What to draw for ``pose``: itself, or what was drawn last with its mouth."""
        held = self._held
        self._fresh = not (self._saves and self._fresh and held is not None and _near(pose, held))
        if self._fresh or held is None:
            self._held = pose
        elif (held.mouth_open, held.mouth_wide) != (pose.mouth_open, pose.mouth_wide):
            self._held = replace(held, mouth_open=pose.mouth_open, mouth_wide=pose.mouth_wide)
        return self._held or pose


def _near(one: Pose, other: Pose) -> bool:
    return (
        abs(one.eyelids - other.eyelids) < _LIDS
        and abs(one.gaze_x - other.gaze_x) < _GAZE
        and abs(one.gaze_y - other.gaze_y) < _GAZE
        and all(abs(a - b) < _FEELING for a, b in zip(one.feelings, other.feelings, strict=True))
    )
