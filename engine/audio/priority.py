"""Asks the system to let the voice run before others, as far as it allows.

The device's thread runs Python, so it also waits for whichever thread holds the interpreter; if that one is kept
waiting by a busy computer, sound tears. Hence the whole process is favoured a little, and the device's thread a lot.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading

REALTIME = 5
"""Low among Linux's real-time priorities: before every ordinary thread, after the sound server."""
NICE = -10
"""What sound servers ask for."""
ABOVE_NORMAL = 0x8000
"""Windows' priority class for programs that must answer quickly; every user may ask for it."""


def favour_process() -> None:
    """Raise the priority of this process and its threads; without the right to do so nothing changes."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), ABOVE_NORMAL)
    elif sys.platform == "linux":
        for thread in os.listdir("/proc/self/task"):  # on Linux a priority belongs to a thread
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(thread), NICE)


def hurry() -> str:
    """Raise the calling thread's priority: ``realtime`` where the system allows it, else ``nice`` or ``normal``.

    Only Linux needs it: PortAudio's threads run at real-time priority on macOS and Windows by themselves. There it
    takes the right to do so (the ``audio`` group's limits, or root).
    """
    if sys.platform != "linux":
        return "normal"
    with contextlib.suppress(OSError):
        # The flag keeps the priority from being inherited by child processes.
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(REALTIME))
        return "realtime"
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        return "nice"
    return "normal"
