"""A sound file that may fail without taking the sound with it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import soundfile

from engine.audio.encode import Encoder, open_encoder, reason
from engine.audio.report import Report, unheard
from engine.values import Samples


class Writer:
    """Writes until the disk refuses, reports that once, and swallows the rest.

    Raises:
        DeviceError: the file cannot be created.
    """

    def __init__(self, path: Path, sample_rate: int, report: Report = unheard) -> None:
        self.path = path
        self.fault = ""
        """Why the file is not complete; empty while all is well. Final once ``close`` has returned."""
        self._report = report
        self._encoder: Encoder | None = open_encoder(path, sample_rate)

    def write(self, samples: Samples) -> None:
        """Append [n] samples."""
        if self._encoder is not None:
            self._attempt(self._encoder, samples)

    def close(self) -> None:
        """Complete the file; idempotent."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            try:
                encoder.close()
            except (OSError, soundfile.SoundFileError) as error:
                self._failed(error)

    def _attempt(self, encoder: Encoder, samples: Samples) -> None:
        try:
            encoder.write(samples)
        except Exception as error:  # noqa: BLE001 - whatever a codec throws, the voice must go on
            self._failed(error)
            self._encoder = None
            self._give_up(encoder)

    def _give_up(self, encoder: Encoder) -> None:
        with contextlib.suppress(Exception):  # already reported; closing only frees what is held
            encoder.close()

    def _failed(self, error: Exception) -> None:
        self.fault = f"Cannot write on to {self.path}: {reason(error)}."
        self._report(
            "failed",
            f"{self.fault} The voice goes on unrecorded.",
            "Free space on the disk or choose another folder, then restart.",
        )
