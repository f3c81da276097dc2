"""A ``.voice`` file: all that a model takes from a speaker's recording, so that nothing is measured twice.

A safetensors file with the speaker's tensors, the recording they were measured from (so that other weights can measure
it again), and a card. Works without torch; :mod:`indextts.voice_speaker` turns the tensors into a speaker.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load, save

from indextts.errors import VoiceFileError
from indextts.voice_card import FORMAT, Card

SUFFIX = ".voice"
LARGEST_BYTES = 64 * 2**20
"""16 s at the highest rate have 49 MB; an ordinary file has 2 to 5 MB."""
SPEAKER = ("style", "mel", "prompt", "identity", "audio_emotion", "base_emotion")
"""Names of the speaker's tensors: the fields of :class:`indextts.model.Speaker` but for ``features``, of which only
the emotion ``base_emotion`` is ever needed again."""
RECORDING, RATE = "recording", "rate"
AGAIN = "Make it anew from the recording: indextts voice RECORDING FILE."
_STEPS = 32768.0  # of int16

Samples = NDArray[np.float32]
Stamp = tuple[str, int, int, int]
"""Path, inode, size and time of change in nanoseconds: equal as long as a file is the same."""


@dataclass(frozen=True)
class VoiceFile:
    """A file's content.

    Attributes:
        card: what it says about itself.
        samples: the recording, mono float32 [n] (its first 16 s at most), or none where it was left out.
        rate: samples a second of the recording.
        arrays: the speaker's tensors by name (float32, see :data:`SPEAKER`); empty before a model has heard it.
        digest: of the file's bytes, 32 hexadecimal digits; empty before it is written.
    """

    card: Card
    samples: Samples | None
    rate: int
    arrays: Mapping[str, Samples] = field(default_factory=dict)
    digest: str = ""


def is_voice_file(source: object) -> bool:
    """Whether a source of a recording is the path of a voice file."""
    return isinstance(source, str | Path) and Path(source).suffix.lower() == SUFFIX


def stamp_of(path: Path) -> Stamp:
    """What tells that a file has changed without reading it.

    Raises:
        VoiceFileError: it is missing.
    """
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return str(path), state.st_ino, state.st_size, state.st_mtime_ns


def write(path: Path, voice: VoiceFile) -> None:
    """Write a voice file, over an older one too; an interrupted write leaves the older one.

    Raises:
        VoiceFileError: the disk is full, or the place cannot be written.
    """
    tensors: dict[str, NDArray[Any]] = dict(voice.arrays)
    if voice.samples is not None:
        tensors |= {RECORDING: _compact(voice.samples), RATE: np.array([voice.rate], np.int32)}
    content = save(tensors, {"streamvoice": voice.card.model_dump_json()})
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise VoiceFileError(
            f"{path} cannot be written: {why}.", "Check the folder and the room on the disk."
        ) from error
    finally:
        with suppress(OSError):  # a read-only disk refuses to remove even what is not there
            part.unlink(missing_ok=True)


def read(path: Path | str) -> VoiceFile:
    """Read and check a voice file.

    Raises:
        VoiceFileError: it is missing, too large, damaged, of a later format, or holds what cannot be a speaker.
    """
    path = Path(path)
    content = _content(path)
    card = _card(content, path)
    try:
        tensors = load(content)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise _damaged(path, "its tensors cannot be read") from error
    samples, rate = _recording(tensors, path)
    _check_speaker(tensors, path, expected=card.weights is not None)
    if samples is None and not tensors:
        raise _damaged(path, "it holds neither a speaker nor a recording")
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    return VoiceFile(card, samples, rate, tensors, digest)


def read_card(path: Path | str) -> Card:
    """The card alone.

    Raises:
        VoiceFileError: as :func:`read`, as far as the card is concerned.
    """
    return _card(_content(Path(path)), Path(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file system takes
        raise _unreadable(path, error) from error
    if len(content) > LARGEST_BYTES:
        raise _damaged(path, f"it is larger than {LARGEST_BYTES >> 20} MB")
    return content


def _card(content: bytes, path: Path) -> Card:
    length = int.from_bytes(content[:8], "little")
    try:
        header = json.loads(content[8 : 8 + length])
        text = header["__metadata__"]["streamvoice"]
        values = json.loads(text)
        newer = int(values["format"]) > FORMAT
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _damaged(path, "it has no card of this program") from error
    if newer:
        raise VoiceFileError(
            f"The voice file {path.name!r} is of a later format.", "Update: pip install -U streamvoice."
        )
    try:
        return Card.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _damaged(path, f"its card is wrong at {where!r}") from error


def _compact(samples: Samples) -> NDArray[Any]:
    """As int16 where nothing is lost by it: what was recorded with 16 bits."""
    steps = samples * np.float32(_STEPS)
    whole = np.rint(steps)
    fits = np.array_equal(steps, whole) and (len(whole) == 0 or (whole.min() >= -_STEPS and whole.max() < _STEPS))
    return whole.astype(np.int16) if fits else samples


def _recording(tensors: dict[str, NDArray[Any]], path: Path) -> tuple[Samples | None, int]:
    stored, rate = tensors.pop(RECORDING, None), tensors.pop(RATE, None)
    if stored is None and rate is None:
        return None, 0
    if stored is None or rate is None or rate.shape != (1,) or stored.ndim != 1 or len(stored) == 0:
        raise _damaged(path, "its recording is incomplete")
    samples = stored.astype(np.float32)
    if stored.dtype == np.int16:
        samples /= np.float32(_STEPS)
    elif stored.dtype != np.float32 or not np.isfinite(samples).all():
        raise _damaged(path, "its recording holds samples that are no numbers")
    return samples, int(rate[0])


def _check_speaker(tensors: Mapping[str, NDArray[Any]], path: Path, *, expected: bool) -> None:
    if set(tensors) != (set(SPEAKER) if expected else set()):
        raise _damaged(path, "it does not hold a speaker's tensors, these and no others")
    for name, tensor in tensors.items():
        if tensor.dtype != np.float32 or tensor.ndim not in (2, 3) or tensor.shape[0] != 1 or 0 in tensor.shape:
            raise _damaged(path, f"its {name} is {tensor.dtype} {list(tensor.shape)}")
        if not np.isfinite(tensor).all():
            raise _damaged(path, f"its {name} holds values that are no numbers")


def _unreadable(path: Path, error: Exception) -> VoiceFileError:
    why = getattr(error, "strerror", None) or str(error)
    return VoiceFileError(f"The voice file {path.name!r} cannot be read: {why}.", "Check the path.")


def _damaged(path: Path, why: str) -> VoiceFileError:
    return VoiceFileError(f"{path.name!r} is no usable voice file: {why}.", AGAIN)
