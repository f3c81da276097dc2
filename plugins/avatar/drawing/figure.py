"""The whole figure for one pose: static parts played back, the face drawn anew, all moving with head and breath."""

from __future__ import annotations

import math
from typing import Any

from plugins.avatar.drawing import body, hair, head, headset, marks
from plugins.avatar.drawing.brows import brows
from plugins.avatar.drawing.eyes import eyes
from plugins.avatar.drawing.ink import WIDTH, recorded
from plugins.avatar.drawing.mouth import BOUNDS as MOUTH_BOUNDS
from plugins.avatar.drawing.mouth import mouth
from plugins.avatar.drawing.sprite import Sprite
from plugins.avatar.faces import Face, blended
from plugins.avatar.pose import Pose
from plugins.avatar.skia_library import skia

_NECK_Y = 470.0
"""The head turns about this point."""
_TILT = 4.0
"""Degrees, at most."""
_EARS_Y = 330.0
_BEHIND = 0.7
"""How far the hair behind goes along with the head."""
_DOWN = 5.0
"""The whole figure stands so much lower than it was drawn, so that it can bounce."""


class Figure:
    """Draws poses on a canvas of 640 x 720 units."""

    def __init__(self) -> None:
        self._back, self._body = Sprite(hair.back, hair.BACK_BOUNDS), Sprite(body.body, body.BOUNDS)
        self._crown = recorded(hair.crown)
        self._face, self._front = recorded(head.face), recorded(hair.front)
        self._side, self._band = recorded(hair.side), recorded(headset.band)
        self._microphone, self._cups = recorded(headset.microphone), _cups()

    def draw(self, canvas: Any, pose: Pose) -> None:
        """Draw one instant."""
        face = blended(pose.feelings)
        canvas.save()
        canvas.translate(0, _DOWN - 5.0 * pose.bounce)
        self._behind(canvas, pose, face)
        canvas.save()
        canvas.translate(0, 6.0 - 4.0 * pose.breath)
        self._body.draw(canvas)
        canvas.restore()
        self._head(canvas, pose, face)
        canvas.restore()

    def mouth_area(self, canvas: Any, pose: Pose) -> Any:
        """The pixels within which the mouth lies, as skia's IRect."""
        canvas.save()
        canvas.translate(0, _DOWN - 5.0 * pose.bounce)
        self._turn(canvas, pose, blended(pose.feelings), 1.0)
        canvas.translate(6.0 * pose.turn, 4.0 * pose.nod)
        area = canvas.getTotalMatrix().mapRect(skia().Rect.MakeLTRB(*MOUTH_BOUNDS)).roundOut()
        canvas.restore()
        return area

    def _head(self, canvas: Any, pose: Pose, face: Face) -> None:
        canvas.save()
        self._turn(canvas, pose, face, 1.0)
        canvas.drawPicture(self._face)
        marks.under(canvas, face)
        canvas.save()
        canvas.translate(6.0 * pose.turn, 4.0 * pose.nod)
        marks.gloom(canvas, face)
        mouth(canvas, pose, face)
        eyes(canvas, pose, face)
        canvas.restore()
        self._locks(canvas, pose)
        canvas.translate(2.0 * pose.turn, 1.5 * pose.nod)
        canvas.drawPicture(self._front)
        canvas.drawPicture(self._band)
        for cup in self._cups:
            cup.draw(canvas)
        canvas.translate(4.0 * pose.turn, 2.5 * pose.nod)
        canvas.drawPicture(self._microphone)
        brows(canvas, pose, face)
        marks.over(canvas, pose, face)
        canvas.restore()

    def _locks(self, canvas: Any, pose: Pose) -> None:
        """The locks at the sides hang, so they turn less than the head."""
        for flip in (1, -1):
            canvas.save()
            canvas.translate(WIDTH / 2, 0)
            canvas.scale(flip, 1)
            canvas.translate(-WIDTH / 2, 0)
            canvas.rotate(-2.0 * flip * pose.tilt, 190, 240)
            canvas.drawPicture(self._side)
            canvas.restore()

    def _behind(self, canvas: Any, pose: Pose, face: Face) -> None:
        """The hair behind: over the ears it turns with the head, under them it hangs and follows."""
        canvas.save()
        sideways, down = self._moved(pose, face, _BEHIND)
        swing = math.radians(_TILT * pose.tilt * _BEHIND) * (_NECK_Y - _EARS_Y)
        canvas.translate(sideways + swing - 4.0 * pose.turn, down)
        self._back.draw(canvas)
        canvas.restore()
        canvas.save()
        self._turn(canvas, pose, face, _BEHIND)
        canvas.translate(-4.0 * pose.turn, 0)
        canvas.drawPicture(self._crown)
        canvas.restore()

    def _turn(self, canvas: Any, pose: Pose, face: Face, share: float) -> None:
        canvas.translate(*self._moved(pose, face, share))
        canvas.rotate(_TILT * pose.tilt * share, WIDTH / 2, _NECK_Y)

    @staticmethod
    def _moved(pose: Pose, face: Face, share: float) -> tuple[float, float]:
        """How far the head is from its place."""
        return 3.0 * pose.turn * share, (3.0 * pose.nod - 2.0 * pose.breath + 5.0 * face.droop) * share


def _cups() -> tuple[Sprite, Sprite]:
    left, top, right, bottom = headset.CUP_BOUNDS
    x, y = headset.EAR[:2]
    there = (WIDTH - right, top, WIDTH - left, bottom)
    return Sprite(headset.left_cup, headset.CUP_BOUNDS, (x, y)), Sprite(headset.right_cup, there, (WIDTH - x, y))
