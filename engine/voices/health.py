"""Whether a voice may be asked for a line, and when one that failed is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable

from engine.protocols import Clock
from engine.supervise import Backoff
from engine.voices.fallback import FallbackSettings


class Health:
    """One voice's: well until it fails; then ill, and due for a try after a pause that doubles with each failure.

    Args:
        settings: the pauses.
        clock: monotonic seconds.
        chance: 0 to 1, so that many do not try at the same time.
    """

    def __init__(self, settings: FallbackSettings, clock: Clock, chance: Callable[[], float] = random.random) -> None:
        self._backoff = Backoff(
            first=settings.retry_s, start=2 * settings.retry_s, factor=2.0, ceiling=settings.retry_most_s
        )
        self._clock = clock
        self._chance = chance
        self._failures = 0
        self._next_try = 0.0

    @property
    def well(self) -> bool:
        """Whether its last try, if there was one, went well."""
        return self._failures == 0

    @property
    def due(self) -> bool:
        """Whether it is ill and the pause is over."""
        return not self.well and self._clock() >= self._next_try

    def failed(self) -> float:
        """Take note of a failure; returns the seconds until the next try."""
        self._failures += 1
        pause = self._backoff.delay(self._failures, lambda: 0.5 + 0.5 * self._chance())
        self._next_try = self._clock() + pause
        return pause

    def recovered(self) -> None:
        """Take note of a success."""
        self._failures = 0
