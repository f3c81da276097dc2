"""A session's sound file: its length, a stretch of it, and its header put right after a crash."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import soundfile

from engine.api import InputError, Samples

_BLOCKS = (1 << 16, 1 << 12, 1 << 8)
_WAV_HEAD, _SIZE_AT, _DATA_AT = 44, 4, 40
_FLAC_TOTAL_AT = 21
"""Where a FLAC file holds the upper 4 of the 36 bits that count its samples, in the lower half of the byte."""
_UNKNOWN = 1 << 48


def seconds(path: Path) -> float:
    """Its length.

    Raises:
        InputError: it is no sound file.
    """
    with _opened(path) as file:
        return _frames(file) / int(file.samplerate)


def stretch(path: Path, start_s: float, end_s: float) -> tuple[Samples, int]:
    """Its samples from ``start_s`` to ``end_s``, float32 mono, and their rate.

    Raises:
        InputError: it is no sound file.
    """
    with _opened(path) as file:
        rate = int(file.samplerate)
        first, last = (min(round(at * rate), _frames(file)) for at in (start_s, end_s))
        try:
            file.seek(first)
            return np.asarray(file.read(last - first, dtype="float32"), np.float32), rate
        except soundfile.SoundFileError as error:
            raise InputError(f"{path.name} is damaged.") from error


def repair(path: Path) -> bool:
    """Have the header of a file that a crash left count all that is in it; whether anything was to do.

    The file keeps its time, which tells how long ago it was recorded.

    Raises:
        InputError: it is no sound file, or cannot be written.
    """
    try:
        then = path.stat()
        done = _repair_wav(path) if path.suffix == ".wav" else _repair_flac(path)
        if done:
            os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        return done
    except OSError as error:
        raise InputError(f"{path.name} cannot be put right: {error.strerror or error}.") from error


def _opened(path: Path) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(path)
    except (OSError, soundfile.SoundFileError) as error:
        raise InputError(f"{path.name} is no sound file.", "It may be empty or damaged.") from error


def _frames(file: soundfile.SoundFile) -> int:
    return int(file.frames) if file.frames < _UNKNOWN else 0


def _repair_wav(path: Path) -> bool:
    size = path.stat().st_size
    data = (size - _WAV_HEAD) // 2 * 2
    with path.open("r+b") as file:
        head = file.read(_WAV_HEAD)
        if len(head) < _WAV_HEAD or head[:4] != b"RIFF" or head[36:40] != b"data":
            return False
        if data >= 1 << 32 or struct.unpack_from("<I", head, _DATA_AT)[0] == data:
            return False
        for at, value in ((_SIZE_AT, data + _WAV_HEAD - 8), (_DATA_AT, data)):
            file.seek(at)
            file.write(struct.pack("<I", value))
    return True


def _repair_flac(path: Path) -> bool:
    with _opened(path) as file:
        if file.frames < _UNKNOWN:
            return False
    total = 0
    for block in _BLOCKS:
        total = _counted(path, total, block)
    with path.open("r+b") as raw:
        raw.seek(_FLAC_TOTAL_AT)
        (upper,) = raw.read(1)
        raw.seek(_FLAC_TOTAL_AT)
        raw.write(bytes([upper & 0xF0 | total >> 32]) + struct.pack(">I", total & 0xFFFFFFFF))
    return True


def _counted(path: Path, sure: int, size: int) -> int:
    """Samples that can be decoded, ``sure`` of which are known to be, found ``size`` at a time.

    The last frame may be half written, and the block that meets it is lost.
    """
    block, total = np.empty(_BLOCKS[0], np.float32), 0
    with _opened(path) as file:
        try:
            while count := len(file.read(out=block[: _BLOCKS[0] if total + _BLOCKS[0] <= sure else size])):
                total += count
        except soundfile.SoundFileError:
            pass
    return max(total, sure)
