"""The file a command writes: it appears under its name when it is complete, and not at all when it is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.audio.encode import SUFFIXES, reason
from engine.errors import InputError, StreamvoiceError


def sound_path(path: Path) -> Path:
    """The file that is meant by ``--out``: with .wav added where there is no suffix, and ``~`` resolved.

    Raises:
        InputError: it is no name of a sound file.
    """
    path = path.expanduser()
    if path.name and not path.suffix:
        path = path.with_name(f"{path.name}.wav")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"Cannot write sound to {path}.", f"End the name in {', '.join(SUFFIXES)}.")
    return path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The path to write to: a file beside ``path`` that takes its name at the end, and goes where the block raises.

    What exists and is no file (a pipe, a device) cannot be replaced and is written to as it is.

    Raises:
        InputError: the complete file cannot take its name.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield path
        return
    part = target.with_name(f".streamvoice-{os.getpid()}{path.suffix}")
    try:
        yield part
        part.replace(target)
    except StreamvoiceError as error:
        # Nobody has heard of the file beside it.
        raise type(error)(error.what.replace(str(part), str(path)), error.fix) from error
    except OSError as error:
        raise InputError(f"Cannot write {path}: {reason(error)}.", "Choose another place.") from error
    finally:
        with suppress(OSError):  # it is not there, or its folder is none: told above
            part.unlink()
