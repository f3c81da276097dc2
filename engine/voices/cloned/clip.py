"""A reference recording as its owner has it: read from a file, or refused with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from engine.errors import VoiceError
from engine.values import Samples

HEARD_S = 15.0
"""The model hears no more than the first so many seconds."""
KEPT_S = 16.0
"""What is kept: the rest settles the resampler's edge."""
RATES = (4000, 768_000)
_BLOCK = 65536
_CONVERT = "Convert it: ffmpeg -i INPUT output.wav"


@dataclass(frozen=True)
class Clip:
    """The beginning of a recording.

    Attributes:
        samples: mono float32 [n], full scale 1, the first 16 s at most.
        rate: samples a second.
        seconds: length of the whole recording.
        sha256: of its file.
        channels: that were averaged.
    """

    samples: Samples
    rate: int
    seconds: float
    sha256: str
    channels: int = 1

    @property
    def heard(self) -> Samples:
        """What the model hears."""
        return self.samples[: round(HEARD_S * self.rate)]


def read_clip(path: Path) -> Clip:
    """Read a WAV, FLAC, MP3, Ogg, Opus or AIFF file.

    Raises:
        VoiceError: it is missing or no sound file, or holds samples that are no numbers.
    """
    try:
        if not path.is_file():
            raise VoiceError(f"There is no recording {str(path)!r}.", "Check the path.")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        with soundfile.SoundFile(str(path)) as sound:
            rate, frames, channels = sound.samplerate, sound.frames, sound.channels
            samples = _mono(sound, round(KEPT_S * rate))
    except (OSError, ValueError, soundfile.SoundFileError) as error:
        why = str(getattr(error, "error_string", None) or getattr(error, "strerror", None) or error).strip().rstrip(".")
        raise VoiceError(f"{path.name} cannot be read as sound: {why}.", _CONVERT) from error
    if not RATES[0] <= rate <= RATES[1]:
        raise VoiceError(f"{path.name} has {rate} samples a second.", "Record it with 44100 or 48000.")
    if not np.isfinite(samples).all():
        raise VoiceError(f"{path.name} holds samples that are no numbers.", "Export it again.")
    # Some streams do not tell their length; then what was read is what is known.
    seconds = (frames if 0 < frames < 2**40 else len(samples)) / rate
    return Clip(samples, rate, min(seconds, 86399.0), sha256, channels)


def _mono(sound: soundfile.SoundFile, wanted: int) -> Samples:
    blocks = []
    while wanted > 0 and len(block := sound.read(min(_BLOCK, wanted), dtype="float32", always_2d=True)):
        blocks.append(block.mean(axis=1))
        wanted -= len(block)
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
