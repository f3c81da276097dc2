"""Whose speech a device still holds: what may be thrown away after a cut, and what may not."""

from __future__ import annotations

from collections.abc import Callable

NOBODY = -1


class Tail:
    """The last two generations whose speech was handed out, and where each ended on the device's clock."""

    def __init__(self) -> None:
        self._last = self._before = (NOBODY, 0)

    def hear(self, generation: int, end: int) -> None:
        """Speech of ``generation`` was handed out up to the device sample ``end``."""
        if generation != self._last[0]:
            self._before = self._last
        self._last = (generation, end)

    @property
    def last(self) -> int:
        """The generation whose speech was handed out last."""
        return self._last[0]

    def only_stale(self, since: int, stale: Callable[[int], bool]) -> bool:
        """Whether there is speech handed out after the device sample ``since``, and all of it is stale."""
        recent = [generation for generation, end in (self._before, self._last) if generation != NOBODY and end > since]
        return bool(recent) and all(stale(generation) for generation in recent)
