"""A sink that is a sound file, in real time or as fast as the voice is."""

from __future__ import annotations

from pathlib import Path

from engine.audio.null import NullSink
from engine.audio.playout import Playout
from engine.audio.report import Report, unheard
from engine.audio.writer import Writer


class FileSink:
    """Writes what is handed out, pauses included, while it is handed out.

    In real time the silence between turns is written too; fast, only what was said.

    Args:
        path: .wav, .flac or .mp3; an existing file is replaced.
        sample_rate: in Hz.
        realtime: False writes as fast as the voice speaks.
        report: told once if the disk refuses; the sound goes on unheard then.

    Raises:
        DeviceError: on ``start``, if the file cannot be created.
    """

    latency = 0.0

    def __init__(
        self, path: Path, sample_rate: int = 48000, *, realtime: bool = False, report: Report = unheard
    ) -> None:
        self.name = f"{path.suffix.lstrip('.').lower()}:{path}"
        self.path = path
        self.sample_rate = sample_rate
        self.realtime = realtime
        self.fault = ""
        """After ``stop``: why the file is not complete, or empty."""
        self._report = report
        self._writer: Writer | None = None
        self._null: NullSink | None = None

    def start(self, playout: Playout) -> None:
        """Create the file and begin pulling."""
        if self._null is None:
            self._writer = Writer(self.path, self.sample_rate, self._report)
            self._null = NullSink(self.sample_rate, realtime=self.realtime, block=1024, after=self._writer.write)
            self._null.start(playout)

    def stop(self) -> None:
        """Stop pulling and complete the file; idempotent."""
        if self._null is not None:
            self._null.stop()
            self._null = None
        if self._writer is not None:
            self._writer.close()
            self.fault = self._writer.fault
            self._writer = None
