"""The streamer's mood: moved by sentences, the chat and happenings, fading to a baseline.

A leaky state, as in appraisal models of affect (e.g. Gebhard 2005, ALMA): emotions push the mood, the mood colours
what is said next, and both fade with half-lives.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.emotion.fade import Fade
from engine.emotion.levels import CALM, CALM_WORDS, Levels, levels, mixed, stirred
from engine.emotion.mood_settings import MoodSettings
from engine.protocols import Clock
from engine.values import EmotionVector


def fade_of(settings: MoodSettings) -> Fade:
    """How feelings pass by ``settings``."""
    return Fade(levels(settings.half_lives_s, settings.half_life_s), levels(settings.baseline))


class Mood:
    """The state between sentences; each emotion stays between 0 and its cap (or the baseline, where that is higher).

    Args:
        settings: half-lives, rates and caps.
        clock: monotonic seconds.
    """

    def __init__(self, settings: MoodSettings, clock: Clock) -> None:
        self._fade = fade_of(settings)
        self._clock = clock
        self._caps = tuple(map(max, levels(settings.mood_caps, settings.mood_cap), self._fade.baseline))
        self._state = self._fade.baseline
        self._at = clock()

    def current(self) -> EmotionVector:
        """The mood as it has faded by now."""
        return EmotionVector(*self._fade.after(self._state, self._elapsed()))

    def follow(self, feeling: EmotionVector, rate: float) -> None:
        """Move towards a sentence's feeling: ``rate`` (0 to 1) of the way for one of full strength."""
        self.pull(feeling, rate * max(stirred(feeling), CALM_WORDS * feeling.calm))

    def pull(self, feeling: EmotionVector, share: float) -> None:
        """Move ``share`` (0 to 1) of the way towards ``feeling``."""
        self._keep(mixed(self._advanced(), feeling, share))

    def push(self, additions: Mapping[str, float]) -> None:
        """Add to single emotions, by name; below 0 takes away."""
        self._keep(tuple(map(sum, zip(self._advanced(), levels(additions), strict=True))))

    def _keep(self, state: Levels) -> None:
        self._state = tuple(min(max(level, 0.0), cap) for level, cap in zip(state, self._caps, strict=True))

    def _advanced(self) -> Levels:
        elapsed = self._elapsed()
        self._state = self._fade.after(self._state, elapsed)
        self._at += elapsed
        return self._state

    def _elapsed(self) -> float:
        return max(0.0, self._clock() - self._at)


def coloured(text: EmotionVector, mood: EmotionVector, weight: float) -> Levels:
    """``text`` times ``weight``, and the mood in the room that leaves; each 0 to 1, continuous in both.

    Calm gives way to a stirred mood: a plain line in high spirits is spoken in high spirits.
    """
    room = 1.0 - weight * stirred(text)
    stir = room * stirred(mood)
    mixture = [weight * own + room * held for own, held in zip(text, mood, strict=True)]
    mixture[CALM] = min(1.0, weight * text.calm * (1.0 - stir) + room * mood.calm)
    return tuple(min(1.0, level) for level in mixture)
