"""Even pictures: when each is due. Pure."""

from __future__ import annotations


class Pace:
    """Counts frames against a clock.

    Args:
        fps: pictures a second.
        now: the clock at the start, in seconds.
    """

    def __init__(self, fps: float, now: float) -> None:
        self._step, self._due = 1.0 / fps, now
        self.frames = self.late = 0

    def wait_s(self, now: float) -> float:
        """A frame was sent at ``now``: seconds until the next is due. Frames that were missed are not made up for."""
        self.frames += 1
        self._due += self._step
        if now > self._due + self._step:
            self.late += 1
            self._due = now
        return max(0.0, self._due - now)
