"""What a living body does by itself: breath, sway, a wandering gaze. Pure and smooth."""

from __future__ import annotations

import math
import random

from plugins.avatar.following import share

_BREATH_S = 3.8
_SWAYS = ((7.3, 0.5), (11.9, 0.3), (4.1, 0.2))
"""(period in seconds, share) of the waves that add up to one slow, never repeating motion."""
_GLANCE_S = (0.9, 3.2)
_GLANCING_S = 0.05
"""Time constant of a glance: eyes move fast."""


class Sway:
    """A slow wander between -1 and 1.

    Args:
        chance: a seeded generator; each sway takes its own phases from it.
        speed: 1.0 is the usual pace.
    """

    def __init__(self, chance: random.Random, speed: float = 1.0) -> None:
        self._waves = [(speed * math.tau / period, chance.uniform(0, math.tau), share) for period, share in _SWAYS]

    def at(self, now: float) -> float:
        """Where it is at ``now``."""
        return sum(share * math.sin(rate * now + phase) for rate, phase, share in self._waves)


class Gaze:
    """Eyes that rest, and glance elsewhere now and then.

    Args:
        chance: a seeded generator.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._aim = (0.0, 0.0)
        self._x = self._y = 0.0
        self._until = -math.inf

    def step(self, now: float, passed_s: float, speaking: bool) -> tuple[float, float]:
        """(x, y), each -1 to 1. Who speaks looks at the viewers more."""
        if now >= self._until:
            self._until = now + self._chance.uniform(*_GLANCE_S)
            away = self._chance.random() < (0.25 if speaking else 0.5)
            reach = 0.7 if away else 0.12
            self._aim = (self._chance.uniform(-reach, reach), self._chance.uniform(-reach, reach) * 0.5)
        moved = share(passed_s, _GLANCING_S)
        self._x += (self._aim[0] - self._x) * moved
        self._y += (self._aim[1] - self._y) * moved
        return self._x, self._y


def breath(now: float) -> float:
    """How full the chest is: 0 to 1, in faster than out."""
    share = (now % _BREATH_S) / _BREATH_S
    rising = 0.42
    turn = share / rising if share < rising else 1.0 - (share - rising) / (1.0 - rising)
    return 0.5 - 0.5 * math.cos(math.pi * turn)
