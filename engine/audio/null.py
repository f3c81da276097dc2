"""A sink nobody hears: keeps real time, or takes the sound as fast as it comes."""

from __future__ import annotations

from engine.audio.playout import Playout
from engine.audio.pull import Pull, Take, fast, realtime


class NullSink:
    """Pulls and throws away, or hands each block to ``after``.

    Args:
        sample_rate: in Hz.
        realtime: False takes only what has been written, as fast as it is written.
        block: samples per pull in real time.
        after: called on the pulling thread with each block.
    """

    latency = 0.0

    def __init__(
        self, sample_rate: int = 48000, *, realtime: bool = True, block: int = 256, after: Take | None = None
    ) -> None:
        self.name = "null" if realtime else "null:fast"
        self.sample_rate = sample_rate
        self.realtime = realtime
        self._block = block
        self._after = after
        self._pull: Pull | None = None

    def start(self, playout: Playout) -> None:
        """Begin pulling; a second call does nothing."""
        if self._pull is None:
            work = (
                realtime(playout.fill, self.sample_rate, self._block, self._after)
                if self.realtime
                else fast(playout, self._after)
            )
            self._pull = Pull(self.name, work)

    def stop(self) -> None:
        """Stop pulling; the fast sink takes what is left first."""
        if self._pull is not None:
            self._pull.stop()
            self._pull = None
