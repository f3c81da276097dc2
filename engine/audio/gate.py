"""Lets exactly one thread at a time pull from a playout while devices come and go."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from engine.audio.playout import Playout
from engine.values import Samples


class Gate:
    """The playout's single consumer place. A device's callback never waits here: it gets silence if it is taken."""

    def __init__(self, playout: Playout) -> None:
        self._playout = playout
        self._lock = threading.Lock()

    def fill(self, out: Samples) -> None:
        """Fill ``out`` [n]; silence while another thread is filling."""
        if not self._lock.acquire(blocking=False):
            out.fill(0.0)
            return
        try:
            self._playout.fill(out)
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While open nothing is pulled, and whoever tries gets silence. Waits for a pull in progress; never long."""
        with self._lock:
            yield
