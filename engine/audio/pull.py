"""Threads that stand in for a device's callback: one keeps real time, one goes as fast as the data comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from engine.audio.pacing import Pacing
from engine.audio.playout import Playout
from engine.audio.priority import hurry
from engine.values import Samples

Take = Callable[[Samples], None]
FAST_BLOCK = 4096
"""Samples taken at once where nothing is waited for."""
IDLE_S = 0.02
"""Longest sleep of the fast thread; a write wakes it at once."""


class Pull:
    """A daemon thread that calls ``work`` until it is told to stop."""

    def __init__(self, name: str, work: Callable[[threading.Event], None]) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=work, args=(self._stop,), name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ask the thread to end and wait for it."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout_s)


def realtime(fill: Take, sample_rate: int, block: int, after: Take | None = None) -> Callable[[threading.Event], None]:
    """Work for ``Pull``: ``fill`` a block of ``block`` samples whenever one is due, then hand it to ``after``."""

    def work(stop: threading.Event) -> None:
        hurry()
        out = np.zeros(block, np.float32)
        pacing = Pacing(block / sample_rate, time.monotonic())
        while not stop.is_set():
            wait = pacing.wait(time.monotonic())
            if wait > 0:
                time.sleep(wait)
            fill(out)
            if after is not None:
                after(out)

    return work


def fast(playout: Playout, after: Take | None = None) -> Callable[[threading.Event], None]:
    """Work for ``Pull``: take whatever is there, invent nothing; on stop, take what is left."""

    def work(stop: threading.Event) -> None:
        out = np.zeros(FAST_BLOCK, np.float32)
        while True:
            stopping = stop.is_set()
            playout.written.clear()
            count = playout.take(out)
            if count and after is not None:
                after(out[:count])
            if not count:
                if stopping:
                    return
                playout.written.wait(IDLE_S)

    return work
