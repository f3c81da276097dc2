"""A device, or a recording where there is none: said once, and the voice goes on."""

from __future__ import annotations

from collections.abc import Callable

from engine.audio.file import FileSink
from engine.audio.playout import Playout
from engine.audio.report import Report
from engine.errors import DeviceError
from engine.protocols import Sink


class OrRecord:
    """A sink that plays on ``first``, or, if that cannot be opened at ``start``, records.

    Args:
        first: the wished sink; None if it was not even found.
        stand_in: makes the recording's sink for a sample rate in Hz.
        sample_rate: of the recording where ``first`` is None.
        report: told once that the recording takes over.
        why: the reason that ``first`` is None.
    """

    def __init__(
        self,
        first: Sink | None,
        stand_in: Callable[[int], FileSink],
        sample_rate: int,
        report: Report,
        why: DeviceError | None = None,
    ) -> None:
        self._stand_in = stand_in
        self._report = report
        self._why = why
        self.recording: FileSink | None = None
        self._sink: Sink = first if first is not None else self._record(sample_rate)

    @property
    def name(self) -> str:
        """The name of the sink in use."""
        return self._sink.name

    @property
    def sample_rate(self) -> int:
        """In Hz; stays the same when the recording takes over."""
        return self._sink.sample_rate

    @property
    def realtime(self) -> bool:
        """Whether the sink in use keeps real time."""
        return self._sink.realtime

    @property
    def latency(self) -> float:
        """Seconds from hand-over to ear."""
        return self._sink.latency

    @property
    def underflows(self) -> int:
        """Blocks a device had to play without us; 0 where there is none."""
        return int(getattr(self._sink, "underflows", 0))

    def start(self, playout: Playout) -> None:
        """Begin, on the device or else into the recording.

        Raises:
            DeviceError: the recording cannot be written either.
        """
        if self._why is not None and self.recording is not None:
            self._tell(self._why, self.recording)
        try:
            self._sink.start(playout)
        except DeviceError as error:
            if self.recording is not None:
                raise
            self._sink = recording = self._record(self._sink.sample_rate)
            self._tell(error, recording)
            recording.start(playout)

    def stop(self) -> None:
        """Stop; the recording is complete afterwards. Idempotent."""
        self._sink.stop()

    def _record(self, sample_rate: int) -> FileSink:
        self.recording = self._stand_in(sample_rate)
        return self.recording

    def _tell(self, error: DeviceError, recording: FileSink) -> None:
        self._why = None
        self._report("failed", f"{error.what} The voice is recorded to {recording.path} instead.", error.fix)
