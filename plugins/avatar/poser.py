"""The avatar's behaviour: from mouth and feeling to a pose, step by step. Pure; the clock is an argument."""

from __future__ import annotations

import random

from engine.api import EMOTIONS, EmotionVector
from plugins.avatar.blinks import Blinks
from plugins.avatar.feelings import Feelings
from plugins.avatar.following import share
from plugins.avatar.idle import Gaze, Sway, breath
from plugins.avatar.mouth import MouthShape
from plugins.avatar.pose import Pose

_LONGEST_STEP_S = 0.1
"""After a pause of the program the face goes on from where it was."""
_NOD_S, _LIFT_S = 0.12, 0.25


class Poser:
    """Blinks, breathes, sways, nods with speech and shows feelings.

    Args:
        seed: the same seed gives the same behaviour.
        strength: how strongly feelings show; 1.0 is as felt.
    """

    def __init__(self, seed: int = 0, strength: float = 1.0) -> None:
        chance = random.Random(seed)
        self._blinks, self._gaze = Blinks(chance), Gaze(chance)
        self._tilt, self._turn, self._nod = Sway(chance), Sway(chance, 0.8), Sway(chance, 1.2)
        self._feelings = Feelings(strength)
        self._face = "neutral"
        self._stress = self._lift = self._life = 0.0
        self._last: float | None = None

    def step(self, now: float, mouth: MouthShape, vector: EmotionVector, speaking: bool) -> Pose:
        """The pose at ``now`` (seconds, never going back)."""
        passed_s = min(_LONGEST_STEP_S, max(0.0, now - self._last)) if self._last is not None else 0.0
        self._last = now
        feelings = self._feelings.step(vector, passed_s)
        self._speech(mouth.open, speaking, passed_s)
        gaze_x, gaze_y = self._gaze.step(now, passed_s, speaking)
        pose = Pose(
            mouth_open=mouth.open,
            mouth_wide=mouth.wide,
            eyelids=self._blinks.eyelids(now),
            gaze_x=gaze_x,
            gaze_y=gaze_y,
            brows=_within(0.15 * self._nod.at(now) + 0.5 * self._stress),
            tilt=_within((0.5 + 0.3 * self._life) * self._tilt.at(now) + _lean(feelings)),
            turn=_within((0.4 + 0.3 * self._life) * self._turn.at(now) + 0.25 * gaze_x),
            nod=_within(0.25 * self._nod.at(now) + 0.6 * self._stress - 0.15 * self._lift + 0.2 * gaze_y),
            breath=breath(now),
            bounce=self._lift,
            time_s=now,
            feelings=feelings,
        )
        self._notice(pose.face, now)
        return pose

    def _speech(self, mouth_open: float, speaking: bool, passed_s: float) -> None:
        """The head nods with what is stressed, rises a little while it speaks, and moves more."""
        self._stress += (mouth_open - self._stress) * share(passed_s, _NOD_S)
        self._lift += (min(1.0, 1.2 * mouth_open) - self._lift) * share(passed_s, _LIFT_S)
        self._life += (float(speaking) - self._life) * share(passed_s, 0.8)

    def _notice(self, face: str, now: float) -> None:
        if face != self._face:
            self._face = face
            self._blinks.soon(now)


def _lean(feelings: tuple[float, ...]) -> float:
    """Sad heads lean one way, happy ones the other."""
    named = dict(zip(EMOTIONS, feelings, strict=True))
    return 0.35 * named["happy"] - 0.3 * named["sad"] - 0.35 * named["melancholic"] + 0.15 * named["disgusted"]


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))
