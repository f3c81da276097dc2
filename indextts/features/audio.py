"""From a file, bytes, a stream or an array to a :class:`Recording`, and from there to the waves the model hears."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import soundfile
from numpy.typing import NDArray

from indextts.errors import ReferenceAudioError
from indextts.features.recording import Recording, check_rate, checked
from indextts.features.waves import HEARD_SECONDS, emotion_wave, speaker_waves

__all__ = ["AudioSource", "Recording", "emotion_wave", "read_recording", "speaker_waves"]

AudioSource: TypeAlias = str | Path | bytes | BinaryIO | tuple[int, NDArray[Any]]
"""What a recording can be read from: a path, a file's bytes, an open binary file, or (rate, samples)."""

KEPT_SECONDS = HEARD_SECONDS + 1  # the model hears 15 s; the rest settles the resampler's edge
BLOCK = 65536  # frames decoded at a time
MAX_STREAM_BYTES = 1 << 29  # of a stream that cannot seek: more than 15 s in any format
CONVERT = "Convert it to WAV or FLAC, for example: ffmpeg -i INPUT output.wav"


def read_recording(source: AudioSource) -> Recording:
    """Read and check a reference recording; channels are averaged, and no more than its first 16 s are decoded.

    Args:
        source: a path, the bytes of a file or an open binary file (left open, where it was), in a format libsndfile
            reads (WAV, FLAC, OGG, Opus, MP3, AIFF, ...); or ``(rate, samples)`` with samples (n,), (n, channels) or
            (channels, n), floats at full scale 1 or integers at their own full scale.

    Returns:
        A mono recording at its own rate.

    Raises:
        ReferenceAudioError: it is missing, unreadable, shorter than 0.5 s, not finite, silent (below -60 dBFS), clipped
            throughout, or of an impossible rate. Slight clipping is told by :attr:`Recording.clipped` instead.
    """
    if isinstance(source, tuple):
        return _from_array(source)
    if isinstance(source, str | Path):
        name = f"The recording {Path(source).name!r}"
        _require_file(Path(source), name)
        return _decode(str(source), name)
    stream = _seekable(source)
    start = stream.tell()
    try:
        return _decode(stream, "The recording")
    finally:
        stream.seek(start)  # so that the same stream can be read again


def _require_file(path: Path, name: str) -> None:
    try:
        found = path.is_file()
    except (OSError, ValueError):  # a name no file system takes
        found = False
    if not found:
        raise ReferenceAudioError(f"{name} is missing: there is no file {str(path)!r}.", "Check the path.")


def _seekable(source: bytes | BinaryIO) -> BinaryIO:
    """The stream, or its bytes in memory where it cannot seek."""
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    if not hasattr(source, "read") or isinstance(source, io.TextIOBase):
        kind = type(source).__name__
        raise ReferenceAudioError(f"A recording cannot be read from {kind}.", "Give a path, bytes or (rate, samples).")
    try:
        return source if source.seekable() else io.BytesIO(source.read(MAX_STREAM_BYTES))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ReferenceAudioError(f"The recording cannot be read: {error}.", "Open it in binary mode.") from error


def _decode(source: str | BinaryIO, name: str) -> Recording:
    try:
        with soundfile.SoundFile(source) as file:
            check_rate(file.samplerate, name)
            blocks = list(_mono_blocks(file, KEPT_SECONDS * file.samplerate))
            rate: int = file.samplerate
    except (OSError, ValueError, TypeError, soundfile.SoundFileError) as error:
        raise ReferenceAudioError(f"{name} cannot be read: {_reason(error)}.", CONVERT) from error
    return checked(np.concatenate(blocks or [np.zeros(0, np.float32)]), rate, name)


def _reason(error: Exception) -> str:
    """Libsndfile's own words, without the object it names first."""
    return str(getattr(error, "error_string", error)).strip().rstrip(".")


def _mono_blocks(file: Any, wanted: int) -> Iterator[NDArray[np.float32]]:
    """At most ``wanted`` frames, averaged block by block so that many channels cost no memory."""
    while wanted > 0:
        block = file.read(min(BLOCK, wanted), dtype="float32", always_2d=True)  # (frames, channels)
        if not len(block):
            return
        yield block.mean(axis=1)
        wanted -= len(block)


def _from_array(source: tuple[int, NDArray[Any]]) -> Recording:
    """A recording from ``(rate, samples)``; the longer axis is time."""
    name = "The recording"
    try:
        rate, values = int(source[0]), np.asarray(source[1])
    except (IndexError, TypeError, ValueError, OverflowError) as error:
        raise ReferenceAudioError(f"{name} is no pair of rate and samples.", "Give (rate, array).") from error
    check_rate(rate, name)
    if values.ndim not in (1, 2) or values.dtype.kind not in "fiu":
        what = f"{name} is an array of {values.dtype} with {values.ndim} axes."
        raise ReferenceAudioError(what, "Give real samples, (n,) or (n, channels).")
    if values.ndim == 2:
        values = values.T if values.shape[0] < values.shape[1] else values
    kept = _full_scale(values[: KEPT_SECONDS * rate])
    mono = kept.mean(axis=1) if kept.ndim == 2 and kept.shape[1] else kept.reshape(-1)
    with np.errstate(over="ignore"):  # what exceeds float32 becomes infinite and is refused as such
        return checked(mono.astype(np.float32), rate, name)


def _full_scale(values: NDArray[Any]) -> NDArray[np.float64]:
    """Full scale 1; unsigned integers have their zero in the middle."""
    if values.dtype.kind == "f":
        return values.astype(np.float64)
    half = 2.0 ** (8 * values.dtype.itemsize - 1)
    return (values.astype(np.float64) - (half if values.dtype.kind == "u" else 0)) / half
