"""Sound files written as the sound goes: WAV, FLAC and MP3, mono, 16 bit where the format counts bits."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile

from engine.errors import DeviceError
from engine.values import Samples

SUFFIXES = (".wav", ".flac", ".mp3")
PATCH_S = 1.0
"""Seconds of sound between two repairs of a WAV file's header: what a crash can leave unaccounted for."""


class Encoder(Protocol):
    """An open sound file."""

    def write(self, samples: Samples) -> None:
        """Append [n] samples in [-1, 1]. Raises OSError or ``soundfile.SoundFileError`` when the disk refuses."""
        ...

    def close(self) -> None:
        """Complete the file."""
        ...


def open_encoder(path: Path, sample_rate: int) -> Encoder:
    """Create ``path`` (and its folder) in the format its suffix names.

    Raises:
        DeviceError: the suffix is unknown, or the file cannot be created.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DeviceError(f"Cannot write sound to {path}.", f"End the name in {', '.join(SUFFIXES)}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Wav(path, sample_rate) if suffix == ".wav" else Compressed(path, sample_rate)
    except (OSError, soundfile.SoundFileError) as error:
        raise DeviceError(f"Cannot write {path}: {reason(error)}.", "Choose a folder you may write to.") from error


def reason(error: Exception) -> str:
    """The operating system's words for a refusal."""
    text = getattr(error, "strerror", None) or getattr(error, "error_string", None) or str(error)
    return str(text).strip().rstrip(".") or type(error).__name__


class Wav:
    """Uses the standard library, which can repair the header while writing: a crash loses a second, not the file."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        self._file = path.open("wb")
        self._wave = wave.Wave_write(self._file)
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(sample_rate)
        self._wave.writeframes(b"")
        self._every = round(PATCH_S * sample_rate)
        self._since = 0

    def write(self, samples: Samples) -> None:
        """Append; the header is repaired about once a second."""
        self._wave.writeframesraw(_pcm16(samples))
        self._since += len(samples)
        if self._since >= self._every:
            self._wave.writeframes(b"")
            self._file.flush()
            self._since = 0

    def close(self) -> None:
        """Repair the header for the last time."""
        try:
            self._wave.close()
        finally:
            self._file.close()


class Compressed:
    """FLAC or MP3 through libsndfile."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        subtype = "PCM_16" if path.suffix.lower() == ".flac" else None
        self._file = soundfile.SoundFile(path, "w", sample_rate, 1, subtype)

    def write(self, samples: Samples) -> None:
        """Append."""
        try:
            self._file.write(np.clip(samples, -1.0, 1.0))
        except AssertionError as error:  # soundfile's answer to a disk that took fewer samples than given
            raise OSError("the disk is full") from error

    def close(self) -> None:
        """Complete the file."""
        self._file.close()


def _pcm16(samples: Samples) -> bytes:
    pcm: bytes = np.rint(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
    return pcm
