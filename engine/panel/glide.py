"""How a bar and a needle move: smooth, bounded, and by the snapshot's clock only."""

from __future__ import annotations

import math

GLIDE_S = 0.16
"""Time constant of a bar on its way to a new value, seconds."""
HOLD_S = 1.2
"""How long a peak stays before it falls, seconds."""
FALL_DB_PER_S = 24.0
"""How fast the needle and a peak fall; rising is at once. Close to IEC 60268-10 type I (20 dB in 1.5 s and less)."""


class Glide:
    """A value that approaches its target exponentially; the first target is taken at once."""

    def __init__(self) -> None:
        self._value: float | None = None
        self._clock = 0.0

    def move(self, target: float, clock: float) -> float:
        """The value at ``clock`` seconds on its way to ``target``; exactly ``target`` when nearly there."""
        value, since = self._value, max(0.0, clock - self._clock)
        self._clock = clock
        if value is None or abs(target - value) < 0.004:
            self._value = target
        else:
            self._value = target + (value - target) * math.exp(-since / GLIDE_S)
        return self._value


class Needle:
    """A level meter's needle and its held peak, both in dB."""

    def __init__(self, floor_db: float = -90.0) -> None:
        self._floor = floor_db
        self.level = floor_db
        self.peak = floor_db
        self._clock: float | None = None
        self._peaked = 0.0

    def move(self, level_db: float, clock: float) -> None:
        """Take in the level at ``clock`` seconds; reads back in ``level`` and ``peak``."""
        fall = FALL_DB_PER_S * max(0.0, clock - (clock if self._clock is None else self._clock))
        self._clock = clock
        self.level = max(level_db, self.level - fall, self._floor)
        if self.level >= self.peak:
            self.peak, self._peaked = self.level, clock
        elif clock - self._peaked > HOLD_S:
            self.peak = max(self.level, self.peak - fall)
