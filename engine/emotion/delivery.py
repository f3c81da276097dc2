"""From one sentence to the next: the voice neither flutters nor lurches."""

from __future__ import annotations

from engine.emotion.fade import Fade
from engine.emotion.levels import CALM, Levels, unit
from engine.emotion.mood import fade_of
from engine.emotion.mood_settings import MoodSettings
from engine.protocols import Clock

_SETTLED = 0.2
"""Wanted strengths under this get a narrower steady band, so that what has ended is not held."""
_STRONG = 0.4
"""A feeling this strong lets another one rise by one full step only."""


class Delivery:
    """What the voice last expressed, and how far it may go next.

    Two parts, each continuous in what is wanted. What was last aimed at is kept while the wish is within ``steady`` of
    it. Then the step is limited: falls to ``max_step``; rises not at all out of a plain voice or in the same feeling,
    down to ``max_step`` where another feeling was strong.

    Args:
        settings: band, step, cap and snap.
        clock: monotonic seconds.
    """

    def __init__(self, settings: MoodSettings, clock: Clock) -> None:
        self._settings = settings
        self._fade: Fade = fade_of(settings)
        self._clock = clock
        self._aim = self._spoken = self._fade.baseline
        self._at = clock()

    def towards(self, wanted: Levels) -> Levels:
        """What to express where ``wanted`` is felt; each 0 to 1, and at most ``cap`` once a fall has ended."""
        settings, before = self._settings, self._advanced()
        capped = (min(level, settings.cap) for level in wanted)
        self._aim = tuple(_steadied(old, new, settings.steady) for old, new in zip(self._aim, capped, strict=True))
        self._spoken = self._aim if settings.snap else _stepped(before, self._aim, settings.max_step)
        return self._spoken

    @property
    def arrived(self) -> bool:
        """Whether the last sentence got all it aimed at."""
        return max(abs(spoken - aim) for spoken, aim in zip(self._spoken, self._aim, strict=True)) < 0.01

    def asked(self, spoken: Levels) -> None:
        """Take note of a feeling that was asked for, and is expressed as it is."""
        self._advanced()
        self._spoken = self._aim = spoken

    def _advanced(self) -> Levels:
        elapsed = max(0.0, self._clock() - self._at)
        self._spoken = self._fade.after(self._spoken, elapsed)
        self._at += elapsed
        return self._spoken


def _steadied(old: float, new: float, band: float) -> float:
    """``old`` within the band, ``new`` beyond twice the band, and without a jump from one to the other between."""
    band *= min(1.0, new / _SETTLED)
    far = abs(new - old)
    return old if far <= band else new if far >= 2 * band else old + (new - old) * (2 * far - 2 * band) / far


def _stepped(before: Levels, aim: Levels, step: float) -> Levels:
    return tuple(
        unit(min(max(new, old - step), old + step + (1.0 - step) * (1.0 - _hold(before, place))))
        for place, (old, new) in enumerate(zip(before, aim, strict=True))
    )


def _hold(before: Levels, place: int) -> float:
    """How strongly the other feelings hold back the one at ``place``: 0 not at all, 1 in full."""
    others = max(level for other, level in enumerate(before) if other not in (place, CALM))
    return min(1.0, others / _STRONG)
