"""What somebody else's feeling does to the streamer: a chatter's anger is not the streamer's anger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.emotion.levels import Levels, levels, unit
from engine.values import EMOTIONS, EmotionVector

Attitude = Literal["mirror", "empathise", "matrix"]

EMPATHY: Mapping[str, Mapping[str, float]] = {
    "happy": {"happy": 1.0},
    "angry": {"calm": 0.6},
    "sad": {"calm": 0.4, "sad": 0.25, "happy": 0.15},
    "afraid": {"calm": 0.6, "happy": 0.1},
    "disgusted": {"calm": 0.5, "disgusted": 0.1},
    "melancholic": {"calm": 0.4, "melancholic": 0.25, "happy": 0.15},
    "surprised": {"surprised": 1.0},
    "calm": {"calm": 1.0},
}
"""What a warm, steady streamer feels (inner names) for what the chatter feels (outer names)."""


class Stance:
    """A linear map from the chatter's eight strengths to the streamer's.

    Args:
        attitude: ``mirror`` feels the same, ``empathise`` uses ``EMPATHY``, ``matrix`` uses ``matrix``.
        matrix: rows (what the chatter feels) of what the streamer feels; a row that is not given is mirrored.
    """

    def __init__(self, attitude: Attitude, matrix: Mapping[str, Mapping[str, float]]) -> None:
        self.note = {"mirror": "", "empathise": "empathised", "matrix": "by the matrix"}[attitude]
        given = {"mirror": {}, "empathise": EMPATHY, "matrix": matrix}[attitude]
        self._rows: tuple[Levels, ...] = tuple(levels(given.get(name, {name: 1.0})) for name in EMOTIONS)

    def answer(self, theirs: EmotionVector) -> EmotionVector:
        """What the streamer feels; each strength 0 to 1."""
        columns = zip(*self._rows, strict=True)
        return EmotionVector(*(unit(sum(s * w for s, w in zip(theirs, column, strict=True))) for column in columns))
