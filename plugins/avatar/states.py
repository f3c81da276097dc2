"""The states that pictures show: a face, a mouth, eyes open or shut. Names are fixed; other programs use them. Pure."""

from __future__ import annotations

from typing import NamedTuple

from engine.api import EMOTIONS
from plugins.avatar.pose import Pose

NEUTRAL = "neutral"
FACES: tuple[str, ...] = (NEUTRAL, *EMOTIONS)
MOUTHS = ("closed", "half", "open", "wide", "round")
"""Shut; a little open; open (a); open and spread (e, i); open and round (o, u)."""
_BLINK = "_blink"
_SHUT_BELOW = 0.45
_HALF_FROM, _OPEN_FROM = 0.12, 0.42
_SHAPED = 0.45


class State(NamedTuple):
    """``face`` is one of ``FACES``, ``mouth`` one of ``MOUTHS``."""

    face: str = NEUTRAL
    mouth: str = "closed"
    blink: bool = False

    @property
    def file(self) -> str:
        """The picture's file name: "happy_open.png", "happy_open_blink.png"."""
        return f"{self.face}_{self.mouth}{_BLINK if self.blink else ''}.png"


STATES: tuple[State, ...] = tuple(
    State(face, mouth, blink) for face in FACES for mouth in MOUTHS for blink in (False, True)
)


def state_of(pose: Pose) -> State:
    """The state nearest to a pose."""
    return State(pose.face, _mouth(pose.mouth_open, pose.mouth_wide), pose.eyelids < _SHUT_BELOW)


def _mouth(opening: float, wide: float) -> str:
    if opening < _HALF_FROM:
        return "closed"
    if abs(wide) > _SHAPED:
        return "wide" if wide > 0 else "round"
    return "open" if opening >= _OPEN_FROM else "half"


_MOUTH_POSES = {"closed": (0.0, 0.0), "half": (0.3, 0.0), "open": (0.85, 0.0), "wide": (0.6, 0.9), "round": (0.6, -0.9)}


def pose_of(state: State) -> Pose:
    """A pose that looks like a state, at rest."""
    opening, wide = _MOUTH_POSES[state.mouth]
    feelings = tuple(float(name == state.face) for name in EMOTIONS)
    return Pose(opening, wide, 0.0 if state.blink else 1.0, breath=0.5, time_s=0.6, feelings=feelings)
