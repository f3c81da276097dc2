"""One session while it runs: two files that grow, and what is counted. Nothing else is held."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from engine.api import Event, EventLog, InputError, Port, StreamvoiceError, events
from plugins.recorder.about import About, versions, write
from plugins.recorder.folders import EVENTS, RESERVE
from plugins.recorder.heard import Held, noted
from plugins.recorder.marked import Marked
from plugins.recorder.story import write_all

RESERVED = 1_000_000
"""Bytes; captions and picture of a long session need about as much."""
READERS_S = 3.0
"""Whoever reads session.json is waited for so long: without its end a session reads as cut off for ever."""
Fault = Callable[[str, str], None]


class Session:
    """Records from now until ``stop``.

    Args:
        port: the plugin's door.
        folder: an empty folder.
        suffix: of the sound file, "wav" or "flac".
        on_fault: told on the loop why a file goes no further.
        on_log_fault: the same, from a thread.

    Raises:
        DeviceError, InputError, OSError: a file cannot be made.
    """

    def __init__(self, port: Port, folder: Path, suffix: str, on_fault: Fault, on_log_fault: Fault) -> None:
        status = port.control({"do": "status"}).get("status", {})
        self.folder = folder
        self._stage = port.stage
        self._log = EventLog(folder / EVENTS, on_log_fault)
        try:
            self._sound = port.record(folder / f"voice.{suffix}", on_fault)
        except StreamvoiceError:
            self._log.close()
            raise
        self._lines = self._messages = 0
        self._stopped, self._ending = False, threading.Lock()
        self._about = About(
            started=datetime.now().astimezone().isoformat(timespec="seconds"),
            **{key: str(status.get(key, "")) for key in ("profile", "voice", "sink")},
            sample_rate=port.stage.sample_rate, start_sample=self._sound.start, versions=versions(),
        )  # fmt: skip
        try:
            write(folder, self._about)
        except OSError:
            self._log.close()
            self._sound.stop()
            raise
        if status.get("muted"):
            self._log.put(Held(t=time.monotonic(), do="mute", sample=self._sound.start))

    @property
    def seconds(self) -> float:
        """Heard since it began."""
        return max(0.0, (self._stage.heard() - self._sound.start) / self._stage.sample_rate)

    @property
    def bytes_per_hour(self) -> float:
        """What its sound takes at most: 16 bits a sample."""
        return 2.0 * 3600 * self._about.sample_rate

    def hold_room(self) -> None:
        """Take what the last files will need. Waits for the disk: call it on a thread."""
        with suppress(OSError):
            (self.folder / RESERVE).write_bytes(bytes(RESERVED))
        if self._stopped:
            (self.folder / RESERVE).unlink(missing_ok=True)

    def take(self, event: Event) -> None:
        """Write an event down; returns at once."""
        if self._stopped:
            return
        beside = noted(event, self._stage)
        if beside is not None:
            self._log.put(beside)
        self._log.put(event)
        self._lines += isinstance(event, events.Spoken)
        self._messages += isinstance(event, events.MessageSeen)

    def mark(self, text: str, now: float) -> None:
        """Set a bookmark at what is heard now; ``now`` is ``time.monotonic()``."""
        self.take(Marked(t=now, text=text, sample=round(self._stage.heard())))

    def stop(self, fault: str = "") -> None:
        """Complete sound and events; idempotent. Waits for the disk: call it on a thread."""
        with self._ending:
            if self._stopped:
                return
            self._stopped = True
            self._sound.stop()
            self._log.close()
            with suppress(OSError):
                (self.folder / RESERVE).unlink(missing_ok=True)
            self._tell_end(fault or self._sound.fault)

    def complete(self) -> None:
        """Draw what is made of a stopped session. Seconds of Python after a long one: not while the voice speaks."""
        with suppress(OSError, InputError):  # they can be made later from what is there
            write_all(self.folder)

    def _tell_end(self, fault: str) -> None:
        ended = datetime.now().astimezone().isoformat(timespec="seconds")
        counted = {"ended": ended, "lines": self._lines, "messages": self._messages, "fault": fault}
        with suppress(OSError):  # a full disk; the first version of it stays
            write(self.folder, self._about.model_copy(update=counted), READERS_S)
