"""The mouth from the sound: how far it opens, from the level; its shape, from the spectrum. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.api import Samples
from plugins.avatar.following import share
from plugins.avatar.vowels import Vowels

HEARD_S = 0.05
"""Seconds of sound to look at in every step."""
_LEVEL_S = 0.03
"""Of these, the last so many give the level: short, so that the mouth closes soon after a word."""
_QUIETEST = 0.004
"""Level (RMS of full scale) under which nothing is speech: -48 dB."""
_START = 0.1
_FORGET_S = 2.5
"""The loudness that opens the mouth wide follows a softer voice with this time constant, while it speaks."""
_GATE = 0.06
"""Share of the loudness under which the mouth is shut: breath and room."""
_WIDE = 0.85
"""Share of the loudness that opens the mouth fully."""
_CURVE = 0.75
"""Under 1: soft sounds open the mouth more than their level alone would."""
_OPENING_S, _FALLING_S, _SHUTTING_S = 0.018, 0.04, 0.055
"""Time constants of opening and of following a softer sound; seconds from wide open to shut in silence."""
_SHAPING_S = 0.06


@dataclass(frozen=True, slots=True)
class MouthShape:
    """``open`` 0 (shut) to 1; ``wide`` -1 (round: o, u) over 0 (a) to 1 (spread: e, i)."""

    open: float = 0.0
    wide: float = 0.0


class Mouth:
    """Follows the sound, step by step.

    Args:
        sample_rate: of the samples, in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._count = max(1, round(_LEVEL_S * sample_rate))
        self._vowels = Vowels(sample_rate)
        self._loudness = _START
        self._open = self._wide = 0.0

    def hear(self, samples: Samples, passed_s: float) -> MouthShape:
        """The mouth now. ``samples`` are the last ``HEARD_S`` seconds; the step before was ``passed_s`` ago."""
        samples = np.clip(np.nan_to_num(samples), -1.0, 1.0)
        recent = samples[-self._count :]
        level = math.sqrt(float(np.mean(recent * recent))) if len(recent) else 0.0
        aim = self._aim(level, passed_s)
        self._open = self._toward(aim, passed_s)
        wide = self._vowels.wide(samples) if aim > 0.15 else None
        if wide is None:  # consonants and silence keep the shape, and lose it slowly
            wide = self._wide * math.exp(-passed_s / 0.3)
        self._wide += (wide - self._wide) * share(passed_s, _SHAPING_S)
        return MouthShape(self._open, max(-1.0, min(1.0, self._wide)))

    def _aim(self, level: float, passed_s: float) -> float:
        """Where the mouth should be for this level, 0 to 1."""
        if level < _QUIETEST:
            return 0.0
        part = level / self._loudness
        if part > 1.0:
            self._loudness = level
        elif part > 0.2:
            self._loudness += (max(level, 3 * _QUIETEST) - self._loudness) * share(passed_s, _FORGET_S)
        return math.pow(max(0.0, min(1.0, (part - _GATE) / (_WIDE - _GATE))), _CURVE)

    def _toward(self, aim: float, passed_s: float) -> float:
        if aim >= self._open:
            return self._open + (aim - self._open) * share(passed_s, _OPENING_S)
        followed = self._open + (aim - self._open) * share(passed_s, _FALLING_S)
        if aim > 0.0:
            return followed
        return max(0.0, min(followed, self._open - passed_s / _SHUTTING_S))
