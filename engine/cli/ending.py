"""Being told to end by the system: Ctrl-C, `kill`, a closed terminal, a closed console window."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Linux and macOS know the first three, Windows all but SIGHUP."""


@contextmanager
def told_to_end(end: Callable[[], object]) -> Iterator[list[int]]:
    """Call ``end`` when the system asks the program to end; the list then holds the signal's number.

    For the main thread. Who asks twice does not want to wait: KeyboardInterrupt is raised. A signal that was
    ignored from the start (`nohup`, a shell's background job) stays ignored.
    """
    told: list[int] = []

    def take(number: int, frame: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            raise KeyboardInterrupt
        end()

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.signal(number, take) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
