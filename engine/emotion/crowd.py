"""What the chat as a whole feels: an exponential window over its messages. Pure; the clock is injected."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from engine.emotion.levels import CALM_WORDS, Levels, stirred, unit
from engine.protocols import Clock
from engine.settings import Settings
from engine.values import EMOTIONS, EmotionVector

_FEW = 3.0
"""So many messages in the window are no crowd yet."""
_FAINT, _PLAIN = 0.15, 0.4
"""Mean strengths at which a crowd's feeling begins to count, and counts in full."""


class CrowdSettings(Settings):
    """How the chat's own emotion moves the streamer's mood."""

    pull: float = Field(1.0, ge=0.0, le=1.0)
    """How far the mood follows the chat; 0 leaves it alone."""
    half_life_s: float = Field(8.0, ge=0.5, le=600.0)
    """Seconds after which a message counts half."""
    full_at: int = Field(12, ge=4, le=10_000)
    """Messages in the window at which the chat is a crowd and pulls in full."""
    pull_s: float = Field(4.0, ge=0.1, le=600.0)
    """Seconds in which a full crowd pulls the mood half way."""
    reads_per_s: float = Field(10.0, ge=0.1, le=200.0)
    """Most messages a second whose feeling is read; of more, these are the sample."""


class _Mean:
    """A mean of feelings in which the older ones count less."""

    def __init__(self) -> None:
        self._sum: Levels = (0.0,) * len(EMOTIONS)
        self._weight = 0.0

    def take(self, feeling: EmotionVector, weight: float, left: float) -> EmotionVector:
        """The mean with ``feeling`` in it; what was taken before counts ``left`` times as much as it did."""
        self._sum = tuple(total * left + level * weight for total, level in zip(self._sum, feeling, strict=True))
        self._weight = self._weight * left + weight
        return EmotionVector(*(unit(total / self._weight) if self._weight else 0.0 for total in self._sum))


class Crowd:
    """What stirs the chat and how much of a crowd it is.

    Args:
        settings: the window and the pull.
        clock: monotonic seconds.
    """

    def __init__(self, settings: CrowdSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._at = clock()
        self._count = 0.0
        self._all, self._stirring = _Mean(), _Mean()
        self._tokens = settings.reads_per_s
        self._unheard_s = 0.0

    def arrived(self) -> bool:
        """Count one message; says whether its feeling should be read and given to ``hear``."""
        settings, elapsed = self._settings, max(0.0, self._clock() - self._at)
        self._count = self._count * self._left(elapsed) + 1.0
        self._at += elapsed
        self._unheard_s += elapsed
        self._tokens = min(self._tokens + elapsed * settings.reads_per_s, settings.reads_per_s)
        if settings.pull == 0.0 or self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

    def hear(self, feeling: EmotionVector) -> tuple[EmotionVector, float]:
        """Take one message's feeling in.

        Returns:
            What stirs the chat, and how far (0 to 1) it pulls the mood for the time since the last call. Small
            talk makes the pull weaker, but hardly changes what it pulls towards.
        """
        seconds, self._unheard_s = self._unheard_s, 0.0
        left = self._left(seconds)
        voiced = replace(feeling, calm=CALM_WORDS * feeling.calm)
        stirring = self._stirring.take(voiced, max(voiced), left)
        return stirring, self._share(stirred(self._all.take(feeling, 1.0, left)), seconds)

    def _left(self, seconds: float) -> float:
        return float(0.5 ** (seconds / self._settings.half_life_s))

    def _share(self, strength: float, seconds: float) -> float:
        settings = self._settings
        crowd = unit((self._count - _FEW) / (settings.full_at - _FEW))
        plain = unit((strength - _FAINT) / (_PLAIN - _FAINT))
        left: float = 0.5 ** (crowd * min(seconds, settings.half_life_s) / settings.pull_s)
        return settings.pull * plain * (1.0 - left)
