"""Records what is handed out while it is handed out, without a file in the device's callback."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np

from engine.audio.playout import Playout
from engine.audio.pull import Pull
from engine.audio.report import Report, unheard
from engine.audio.ring import RingBuffer
from engine.audio.writer import Writer
from engine.values import Samples

IN_HAND_S = 10.0
"""Seconds the disk may stall before the recording has a hole."""
TICK_S = 0.05
BLOCK = 16384
SLOW = "Record to a faster disk."


class Recorder:
    """Writes what ``playout`` hands out, after volume and mute, to a file of its own from now until ``stop``.

    Args:
        playout: the playout to listen to; what it hands out is tapped.
        path: .wav, .flac or .mp3; an existing file is replaced.
        report: told once if the disk refuses or is too slow; the voice goes on.

    Raises:
        DeviceError: the file cannot be created.
    """

    def __init__(self, playout: Playout, path: Path, report: Report = unheard) -> None:
        self.path = path
        self.lost = 0
        """Samples that are missing from the file because the disk was too slow."""
        self.start = playout.position
        """The device sample that its first sample is."""
        self._started = False
        self._playout = playout
        self._report = report
        self._writer = Writer(path, playout.sample_rate, report)
        self._ring = RingBuffer(round(IN_HAND_S * playout.sample_rate))
        self._pull: Pull | None = Pull("recorder", self._work)
        playout.add_tap(self._push)

    def stop(self) -> None:
        """Write what is left and complete the file; idempotent."""
        if self._pull is None:
            return
        self._playout.remove_tap(self._push)
        self._pull.stop()
        self._pull = None
        self._writer.close()
        if self.lost:
            seconds = self.lost / self._playout.sample_rate
            self._report("failed", f"{self.path} lacks {seconds:.1f} s: the disk was too slow.", SLOW)

    @property
    def fault(self) -> str:
        """Why the file ends early; empty while all is well."""
        return self._writer.fault

    def _push(self, samples: Samples) -> None:
        if not self._started:
            self.start, self._started = self._playout.position - len(samples), True
        self.lost += len(samples) - self._ring.write(samples)

    def _work(self, stop: threading.Event) -> None:
        block = np.empty(BLOCK, np.float32)
        while not stop.wait(TICK_S):
            self._drain(block)
        self._drain(block)

    def _drain(self, block: Samples) -> None:
        while waiting := self._ring.written - self._ring.read:
            piece = block[: min(waiting, len(block))]
            self._ring.read_into(piece)
            self._writer.write(piece)
