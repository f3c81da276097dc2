"""When the next block is due, without drift. Pure: the clock's readings come from outside."""

from __future__ import annotations

RESYNC_S = 1.0
"""Further behind than this (a suspended computer), the lost time is given up instead of made up for."""


class Pacing:
    """A schedule of blocks of equal length.

    Args:
        block_s: seconds per block.
        start: clock reading at which the first block is due.
    """

    def __init__(self, block_s: float, start: float) -> None:
        self._block_s = block_s
        self._start = start
        self._count = 0

    def wait(self, now: float) -> float:
        """Seconds until the next block is due, 0 if it already is; counts that block as done."""
        due = self._start + self._count * self._block_s
        if now - due > RESYNC_S:
            self._start, self._count, due = now, 0, now
        self._count += 1
        return max(0.0, due - now)
