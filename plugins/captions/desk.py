"""The thread that writes: the loop hands things over and never waits for a disk."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial

from plugins.captions.cues import Cue
from plugins.captions.now_file import NowFile
from plugins.captions.subtitles import Subtitles

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
        self._box: queue.SimpleQueue[list[Cue] | str | None] = queue.SimpleQueue()
        self._said = ""
        self._broken = False
        self._thread = threading.Thread(target=self._work, name="captions", daemon=True)
        self._thread.start()

    def add(self, cues: list[Cue]) -> None:
        """Have captions written; returns at once."""
        if cues:
            self._box.put(cues)

    def say(self, text: str) -> None:
        """Have the file of what is said now hold ``text``; returns at once."""
        self._box.put(text)

    def close(self) -> None:
        """Write what is left; waits a few seconds at most."""
        self._box.put(None)
        self._thread.join(CLOSE_S)

    def _work(self) -> None:
        self._attempt([])
        while True:
            try:
                given = self._box.get(timeout=RETRY_S if self._broken else None)
            except queue.Empty:
                given = []
            if given is None:
                break
            if isinstance(given, str):
                self._said = given
            self._attempt(given if isinstance(given, list) else [])
        self._said = ""
        self._attempt([])
        for subtitles in self._subtitles:
            self._try(subtitles.close)

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
