"""The streamer's mood: moved by every sentence, fading to a baseline, so that the voice never jumps.

A leaky state, as in appraisal models of affect (e.g. Gebhard 2005, ALMA): emotions push the mood, the mood colours
what is said next, and both fade with a half-life.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from engine.errors import InputError
from engine.protocols import Clock
from engine.settings import Settings
from engine.values import EmotionVector

Vector = tuple[float, ...]


def _checked(baseline: dict[str, float]) -> dict[str, float]:
    try:
        EmotionVector.of(baseline)
    except InputError as error:
        raise ValueError(str(error)) from error
    return baseline


class MoodSettings(Settings):
    """How strongly and for how long sentences colour the streamer's mood."""

    half_life_s: float = Field(20.0, ge=0.5, le=3600.0)
    """Seconds after which half of a mood has faded."""
    text_weight: float = Field(0.75, ge=0.0, le=1.0)
    """Share of the sentence's own feeling in the voice; the rest is the mood."""
    mood_rate: float = Field(0.35, ge=0.0, le=1.0)
    """How far one sentence moves the mood towards its own feeling."""
    cap: float = Field(0.9, ge=0.05, le=1.0)
    """Greatest strength of one emotion in the voice."""
    max_step: float = Field(0.55, ge=0.05, le=1.0)
    """Greatest change of one emotion's strength from one sentence to the next."""
    baseline: Annotated[dict[str, float], AfterValidator(_checked)] = Field(default_factory=dict)
    """Mood the persona returns to, by emotion name; empty is neutral."""


class Mood:
    """The state between sentences.

    Args:
        settings: half-life, weights and limits.
        clock: monotonic seconds.
    """

    def __init__(self, settings: MoodSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._baseline: Vector = tuple(EmotionVector.of(settings.baseline))
        self._mood = self._spoken = self._baseline
        self._at = clock()

    def current(self, now: float | None = None) -> EmotionVector:
        """The mood as it has faded by ``now`` (the clock's time unless given)."""
        return EmotionVector(*self._faded(self._mood, self._elapsed(now)))

    def feel(self, text: EmotionVector, now: float | None = None) -> EmotionVector:
        """Let a sentence's feeling move the mood; returns what the voice should express.

        No emotion of the result differs by more than ``max_step`` from the last result as faded by ``now``.
        """
        settings = self._settings
        self._advance(now)
        weight = settings.text_weight
        wanted = _mix(self._mood, text, weight)
        spoken = tuple(
            _step(old, min(new, settings.cap), settings.max_step) for old, new in zip(self._spoken, wanted, strict=True)
        )
        self._mood = _mix(self._mood, text, settings.mood_rate)
        self._spoken = spoken
        return EmotionVector(*spoken)

    def follow(self, spoken: EmotionVector, now: float | None = None) -> None:
        """Take note of a feeling that was asked for from outside: it moves the mood at half the rate."""
        self._advance(now)
        self._mood = _mix(self._mood, spoken, self._settings.mood_rate / 2)
        self._spoken = tuple(spoken)

    def _advance(self, now: float | None) -> None:
        elapsed = self._elapsed(now)
        self._mood, self._spoken = self._faded(self._mood, elapsed), self._faded(self._spoken, elapsed)
        self._at += elapsed

    def _elapsed(self, now: float | None) -> float:
        return max(0.0, (self._clock() if now is None else now) - self._at)

    def _faded(self, vector: Vector, elapsed: float) -> Vector:
        left = 0.5 ** (elapsed / self._settings.half_life_s)
        return tuple(_unit(base + (value - base) * left) for value, base in zip(vector, self._baseline, strict=True))


def _mix(state: Vector, target: EmotionVector, share: float) -> Vector:
    return tuple(_unit(old + (new - old) * share) for old, new in zip(state, target, strict=True))


def _step(old: float, new: float, limit: float) -> float:
    return _unit(min(max(new, old - limit), old + limit))


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
