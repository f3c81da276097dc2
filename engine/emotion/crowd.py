"""What the chat as a whole feels: an exponential window over its messages. Pure; the clock is injected."""

from __future__ import annotations

from pydantic import Field

from engine.emotion.levels import Levels, stirred, unit
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


class Crowd:
    """The chat's mean feeling and how much of a crowd it is.

    Args:
        settings: the window and the pull.
        clock: monotonic seconds.
    """

    def __init__(self, settings: CrowdSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._at = clock()
        self._count = self._read = 0.0
        self._sum: Levels = (0.0,) * len(EMOTIONS)
        self._tokens = settings.reads_per_s
        self._elapsed = 0.0

    def arrived(self) -> bool:
        """Count one message; says whether its feeling should be read and given to ``hear``."""
        settings, elapsed = self._settings, max(0.0, self._clock() - self._at)
        left = 0.5 ** (elapsed / settings.half_life_s)
        self._count, self._read = self._count * left + 1.0, self._read * left
        self._sum = tuple(level * left for level in self._sum)
        self._at += elapsed
        self._elapsed += elapsed
        self._tokens = min(self._tokens + elapsed * settings.reads_per_s, settings.reads_per_s)
        if settings.pull == 0.0 or self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

    def hear(self, feeling: EmotionVector) -> tuple[EmotionVector, float]:
        """Take one message's feeling in.

        Returns:
            The chat's mean feeling, and how far (0 to 1) it pulls the mood for the time since the last call.
        """
        self._read += 1.0
        self._sum = tuple(total + level for total, level in zip(self._sum, feeling, strict=True))
        mean = EmotionVector(*(unit(total / self._read) for total in self._sum))
        return mean, self._share(mean)

    def _share(self, mean: EmotionVector) -> float:
        settings = self._settings
        seconds, self._elapsed = min(self._elapsed, settings.half_life_s), 0.0
        crowd = unit((self._count - _FEW) / (settings.full_at - _FEW))
        plain = unit((stirred(mean) - _FAINT) / (_PLAIN - _FAINT))
        left: float = 0.5 ** (crowd * seconds / settings.pull_s)
        return settings.pull * plain * (1.0 - left)
