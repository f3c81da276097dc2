"""Processes of our own beside the engine: deaf to Ctrl-C, which is the engine's, and less urgent than the voice."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from multiprocessing import resource_tracker


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """A process started in here, by this thread, hears no Ctrl-C until it says so: it would tell of it at length.

    Windows has no such mask: there it is deaf only once it has called ``settle``.
    """
    if sys.platform == "win32":
        yield
        return
    with contextlib.redirect_stderr(sys.__stderr__):  # the panel's own stderr is no file the tracker could be given
        resource_tracker.ensure_running()  # its start, else part of the process's, would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle(nice: int) -> None:
    """First thing in such a process: leave Ctrl-C to the engine, which ends it, and give way by ``nice`` steps."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    if hasattr(os, "nice"):
        os.nice(nice)
