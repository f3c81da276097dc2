"""What the face does at one instant, as plain numbers: everything a painter needs, and small enough for a pipe."""

from __future__ import annotations

import struct
from dataclasses import dataclass, fields

from engine.api import EMOTIONS

NO_FEELING = (0.0,) * len(EMOTIONS)


@dataclass(frozen=True, slots=True)
class Pose:
    """One instant of the avatar. The angles and shifts are shares of what a painter allows.

    ``mouth_open`` 0 to 1; ``mouth_wide`` -1 (round) to 1 (spread); ``eyelids`` 0 (shut by a blink) to 1; ``gaze_x``
    and ``gaze_y`` -1 to 1 (right and down as the viewer sees it); ``brows`` -1 to 1 (up); ``tilt``, ``turn`` and
    ``nod`` of the head -1 to 1 (to the viewer's right, right, down); ``breath`` 0 to 1 (full); ``bounce`` 0 to 1;
    ``feelings`` eight weights in the order of ``EMOTIONS``, together at most 1; ``time_s`` for what moves by itself
    (a trembling lip).
    """

    mouth_open: float = 0.0
    mouth_wide: float = 0.0
    eyelids: float = 1.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    brows: float = 0.0
    tilt: float = 0.0
    turn: float = 0.0
    nod: float = 0.0
    breath: float = 0.0
    bounce: float = 0.0
    time_s: float = 0.0
    feelings: tuple[float, ...] = NO_FEELING

    def feeling(self, name: str) -> float:
        """The weight of one emotion."""
        return self.feelings[EMOTIONS.index(name)]

    @property
    def face(self) -> str:
        """The emotion to show where only one can be shown; "neutral" where none is felt enough."""
        strongest = max(range(len(EMOTIONS)), key=self.feelings.__getitem__)
        return EMOTIONS[strongest] if self.feelings[strongest] >= SHOWN else "neutral"

    def pack(self) -> bytes:
        """As bytes, for the pipe to the camera's process."""
        return _WIRE.pack(*(getattr(self, name) for name in _NAMES), *self.feelings)

    @classmethod
    def unpack(cls, data: bytes) -> Pose:
        """From what ``pack`` gave."""
        numbers = _WIRE.unpack(data)
        count = len(_NAMES)
        return cls(**dict(zip(_NAMES, numbers[:count], strict=True)), feelings=numbers[count:])


SHOWN = 0.25
"""The least weight of a feeling that gets a picture of its own."""
_NAMES = tuple(field.name for field in fields(Pose) if field.name != "feelings")
_WIRE = struct.Struct(f"<{len(_NAMES) + len(EMOTIONS)}d")


def feeling(name: str, strength: float = 1.0) -> tuple[float, ...]:
    """The weights of one emotion; "neutral" for none."""
    return tuple(strength if each == name else 0.0 for each in EMOTIONS)
