"""Whether OBS changes its collection of scenes: until its scenes were looked at, it must not be asked for anything."""

from __future__ import annotations

import threading

from engine.api import Clock
from plugins.obs.outbox import Outbox

_LONGEST_S = 30.0
"""No change is waited for longer."""


class Changing:
    """Holds the outbox. Told on the receiving thread, asked on the link's."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox, self._clock = outbox, clock
        self._lock = threading.Lock()
        self._since: float | None = None
        self._change = 0
        self._unseen = True

    @property
    def unseen(self) -> bool:
        """Whether OBS is new to us, or has scenes that were not looked at."""
        return self._unseen

    @property
    def under_way(self) -> bool:
        """Whether the outbox is held."""
        return self._since is not None

    @property
    def overdue(self) -> bool:
        """Whether it is under way for longer than any change takes."""
        since = self._since
        return since is not None and self._clock() - since > _LONGEST_S

    def begun(self) -> int:
        """OBS changes its scenes, or we look at them; returns a number for ``looked``."""
        with self._lock:
            self._change += 1
            self._since = self._clock()
            self._outbox.hold(True)
            return self._change

    def done(self) -> None:
        """There are other scenes now."""
        self._unseen = True
        self._outbox.wake()

    def look(self) -> int:
        """The scenes are looked at from now on: if they change meanwhile, they are unseen again."""
        self._unseen = False
        return self.begun()

    def again(self) -> None:
        """The look did not work."""
        self._unseen = True

    def looked(self, change: int) -> None:
        """The scenes were looked at; the outbox is let go where nothing else has begun since."""
        with self._lock:
            if change == self._change:
                self._let_go()

    def give_up(self) -> None:
        """It never ended."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        self._since = None
        self._outbox.hold(False)
