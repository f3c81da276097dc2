"""Write what was spoken: WAV, FLAC, MP3 or Ogg, through libsndfile."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from indextts.errors import OptionError
from indextts.speech import to_pcm

FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".mp3": ("MP3", None), ".ogg": ("OGG", "VORBIS")}


def check_path(path: str | os.PathLike[str]) -> Path:
    """Make sure, before any work is done for it, that sound can be written there; missing folders are made.

    Raises:
        OptionError: an unknown ending, or a folder that cannot be made.
    """
    try:
        target = Path(path)
    except TypeError:
        raise OptionError(f"{path!r} is no path.", "Name a file.") from None
    if "\0" in str(target):
        raise OptionError("The path holds a zero character.", "Name a file.")
    if target.suffix.lower() not in FORMATS:
        raise OptionError(f"{target.name} has no known sound format.", f"Use one of {', '.join(FORMATS)}.")
    if target.is_dir():
        raise OptionError(f"{target} is a folder.", "Name a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{target.parent} cannot be made: {error.strerror}.", "Choose another folder.") from error
    return target


def write(path: Path, samples: NDArray[np.float32], rate: int) -> None:
    """Write mono sound; a file half written is not left behind.

    Args:
        path: its ending decides the format. WAV and FLAC are 16-bit PCM and exact; MP3 and Ogg pad at both ends.
        samples: float32 [n] within -1 and 1.
        rate: samples a second.

    Raises:
        OptionError: the disk is full or the place cannot be written.
    """
    name, subtype = FORMATS[path.suffix.lower()]
    part = path.with_name(f".{path.name}.part")
    try:
        soundfile.write(part, to_pcm(samples, rounded=True), rate, format=name, subtype=subtype)
        part.replace(path)
    except (OSError, soundfile.SoundFileError) as error:
        part.unlink(missing_ok=True)
        raise OptionError(
            f"{path} cannot be written: {error}.", "Check the folder and the room on the disk."
        ) from error
