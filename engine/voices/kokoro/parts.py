"""The cut model on disk: made once from the wheels, kept in the user's cache, made anew where it is damaged."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from engine.errors import VoiceError
from engine.voices.kokoro import graph
from engine.voices.kokoro.files import cache_folder, model_bytes

_log = logging.getLogger("streamvoice.voice")


def part_paths(anew: bool = False) -> dict[str, Path]:
    """The file of each part of ``graph.PARTS``; cut now where one is missing, or all of them ``anew``.

    Raises:
        VoiceError: the model is not installed or not the right one, or the cache cannot be written.
    """
    folder = cache_folder(graph.VERSION)
    paths = {name: folder / f"{name}.onnx" for name in graph.PARTS}
    if anew or not all(path.is_file() for path in paths.values()):
        _log.warning("Kokoro is prepared for this machine, once (about a minute).")
        for name, data in graph.cut_up(model_bytes()).items():
            keep(paths[name], data)
    return paths


def keep(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whoever else writes it.

    Raises:
        VoiceError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise VoiceError(
            f"{path.parent} cannot be written: {error.strerror}.", "Free space or allow writing."
        ) from error
