"""The thread that writes: the loop hands things over and never waits for a disk."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial

from plugins.captions.cues import Cue
from plugins.captions.now_file import NowFile
from plugins.captions.subtitles import MOST_KEPT, Subtitles

RETRY_S = 5.0
"""Pause before what failed is tried again while nothing new comes."""
CLOSE_S = 5.0

Fault = Callable[[str], None]


class Desk:
    """Writes captions and what is said now.

    Args:
        subtitles: the session's files.
        now: the file of what is said now, if any.
        on_fault: called on the desk's thread, once when writing begins to fail, with what the system said.
        on_cure: called there when it works again.
    """

    def __init__(
        self, subtitles: list[Subtitles], now: NowFile | None, on_fault: Fault, on_cure: Callable[[], None]
    ) -> None:
        self._subtitles, self._now = subtitles, now
        self._on_fault, self._on_cure = on_fault, on_cure
        self._cues: deque[Cue] = deque(maxlen=MOST_KEPT)
        self._said = ""
        self._news = threading.Event()
        self._closing = self._broken = False
        self._thread = threading.Thread(target=self._work, name="captions", daemon=True)
        self._thread.start()

    def add(self, cues: list[Cue]) -> None:
        """Have captions written; returns at once. While a disk hangs the last ``MOST_KEPT`` wait."""
        if cues:
            self._cues.extend(cues)
            self._news.set()

    def say(self, text: str) -> None:
        """Have the file of what is said now hold ``text``; returns at once. Only the latest counts."""
        self._said = text
        self._news.set()

    def close(self) -> None:
        """Write what is left; waits a few seconds at most."""
        self._said, self._closing = "", True
        self._news.set()
        self._thread.join(CLOSE_S)

    def _work(self) -> None:
        self._attempt([])
        while not self._closing:
            self._news.wait(RETRY_S if self._broken else None)
            self._news.clear()
            self._attempt(self._waiting())
        self._attempt(self._waiting())
        for subtitles in self._subtitles:
            self._try(subtitles.close)

    def _waiting(self) -> list[Cue]:
        return [self._cues.popleft() for _ in range(len(self._cues))]

    def _attempt(self, cues: list[Cue]) -> None:
        faults = [self._try(partial(one.add, cues)) for one in self._subtitles]
        if self._now is not None:
            faults.append(self._try(partial(self._now.put, self._said)))
        fault = next((fault for fault in faults if fault), "")
        if fault and not self._broken:
            self._on_fault(fault)
        elif not fault and self._broken:
            self._on_cure()
        self._broken = bool(fault)

    def _try(self, work: Callable[[], None]) -> str:
        try:
            work()
        except OSError as error:
            return error.strerror or str(error) or type(error).__name__
        return ""
