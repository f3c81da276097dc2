"""Asks the system to run the calling thread before others."""

from __future__ import annotations

import os
import sys
import threading

REALTIME = 5
"""Low among real-time priorities: before every ordinary thread, after the sound server."""
NICE = -11
"""What sound servers ask for where real time is refused."""


def hurry() -> str:
    """Raise the calling thread's priority as far as the system allows: ``realtime``, ``nice`` or ``normal``.

    Only Linux needs it: PortAudio's threads run at real-time priority on macOS and Windows by themselves. There it
    takes the right to do so (the ``audio`` group's limits, or root); without it nothing changes.
    """
    if sys.platform != "linux":
        return "normal"
    try:
        # The flag keeps the priority from being inherited by child processes.
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(REALTIME))
    except OSError:
        return _nicer()
    return "realtime"


def _nicer() -> str:
    if sys.platform != "linux":
        return "normal"
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
    except OSError:
        return "normal"
    return "nice"
