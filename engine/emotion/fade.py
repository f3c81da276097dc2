"""How a feeling passes: each emotion falls to the persona's baseline with a half-life of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.emotion.levels import Levels, unit


@dataclass(frozen=True, slots=True)
class Fade:
    """``half_lives`` are seconds, ``baseline`` what is left in the end; both by emotion, in order."""

    half_lives: Levels
    baseline: Levels

    def after(self, state: Iterable[float], seconds: float) -> Levels:
        """``state`` after ``seconds``; fading in two waits is fading in one."""
        return tuple(
            unit(base + (level - base) * 0.5 ** (seconds / half_life))
            for level, base, half_life in zip(state, self.baseline, self.half_lives, strict=True)
        )
