"""Feelings as the face shows them: the eight weights, moving smoothly. Pure."""

from __future__ import annotations

from engine.api import EmotionVector
from plugins.avatar.following import share
from plugins.avatar.pose import NO_FEELING

_RISE_S, _FALL_S = 0.16, 0.4


class Feelings:
    """Follows the vector.

    Args:
        strength: how strongly feelings show; 1.0 is as felt.
    """

    def __init__(self, strength: float = 1.0) -> None:
        self._strength = strength
        self._shown = NO_FEELING

    def step(self, vector: EmotionVector, passed_s: float) -> tuple[float, ...]:
        """The weights now, together at most 1."""
        aims = [min(1.0, strength * self._strength) for strength in vector]
        total = max(1.0, sum(aims))
        self._shown = tuple(
            shown + (aim / total - shown) * share(passed_s, _RISE_S if aim / total > shown else _FALL_S)
            for shown, aim in zip(self._shown, aims, strict=True)
        )
        over = max(1.0, sum(self._shown))  # a new feeling rises faster than the old one falls
        return tuple(shown / over for shown in self._shown)
