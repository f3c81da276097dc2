"""When the eyes blink: irregularly, sometimes twice. Pure."""

from __future__ import annotations

import random

_CLOSING_S, _SHUT_S, _OPENING_S = 0.07, 0.03, 0.13
BLINK_S = _CLOSING_S + _SHUT_S + _OPENING_S
_APART_S = (3.0, 6.0)
_AGAIN_S = 0.12
"""Between the two of a double blink."""
_DOUBLE = 0.15


class Blinks:
    """Decides and plays the blinks.

    Args:
        chance: a seeded generator.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._begin: float | None = None
        self._double = False

    def eyelids(self, now: float) -> float:
        """How far the eyes are open at ``now`` (seconds, never going back): 0 to 1."""
        if self._begin is None:
            self._begin = now + self._chance.uniform(0.5, 2.0)
        after = now - self._begin
        if after >= BLINK_S:
            self._next(now)
            return 1.0
        return 1.0 - _lid(after)

    def soon(self, now: float) -> None:
        """Blink now, as people do when their feeling changes; not while one is being played."""
        if self._begin is not None and self._begin > now + 0.2:
            self._begin = now + 0.02

    def _next(self, now: float) -> None:
        self._double = not self._double and self._chance.random() < _DOUBLE
        self._begin = now + (_AGAIN_S if self._double else self._chance.uniform(*_APART_S))


def _lid(after: float) -> float:
    """How far the lid is down, 0 to 1, ``after`` seconds of a blink."""
    if after <= 0.0:
        return 0.0
    if after < _CLOSING_S:
        return _ease(after / _CLOSING_S)
    if after < _CLOSING_S + _SHUT_S:
        return 1.0
    return _ease(1.0 - (after - _CLOSING_S - _SHUT_S) / _OPENING_S)


def _ease(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)
