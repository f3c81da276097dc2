"""The file of both experts: a compressed npz of plain arrays; nothing in it is executed."""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from engine.emotion.embedded.evidence import WIDTH
from engine.emotion.embedded.weights import Expert, Vocabulary
from engine.errors import EmotionModelError
from engine.values import EMOTIONS

FORMAT = 2
Experts = tuple[Expert, Expert]
"""For Latin and for CJK writing."""
_NAMES = ("latin", "cjk")
_PARTS = ("steps", "kind", "idf", "weights", "scale", "dense", "bias", "sharpness")


def save(experts: Experts, path: Path) -> None:
    """Write both experts to ``path``, which ends in .npz."""
    arrays: dict[str, Any] = {"format": np.array(FORMAT)}
    for name, expert in zip(_NAMES, experts, strict=True):
        words = expert.vocabulary
        arrays |= {
            f"{name}_steps": np.diff(words.hashes, prepend=np.uint32(0)),
            f"{name}_kind": words.kind.astype(np.int8),
            f"{name}_idf": words.idf.astype(np.float16),
            f"{name}_weights": words.weights,
            f"{name}_scale": words.scale,
            f"{name}_dense": expert.dense.astype(np.float16),
            f"{name}_bias": expert.bias,
            f"{name}_sharpness": np.array(expert.sharpness),
        }
    np.savez_compressed(path, **arrays)


def load(path: Path) -> Experts:
    """Read what ``save`` wrote.

    Raises:
        EmotionModelError: the file is missing, broken or of another format.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file)
        if int(arrays["format"]) != FORMAT:
            raise ValueError("it has another format")
        latin, cjk = (_expert(arrays, name) for name in _NAMES)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        why = f"it lacks {error}" if isinstance(error, KeyError) else error
        what = f"The embedded emotion model {path.name} cannot be read: {why}."
        raise EmotionModelError(what, "Install streamvoice again.") from error
    return latin, cjk


def _expert(arrays: dict[str, Any], name: str) -> Expert:
    steps, kind, idf, weights, scale, dense, bias, sharpness = (arrays[f"{name}_{part}"] for part in _PARTS)
    if dense.shape != (WIDTH, len(EMOTIONS)):
        raise ValueError("it was made for another version")
    hashes = np.cumsum(steps, dtype=np.uint32)
    words = Vocabulary(hashes, kind.astype(np.intp), idf.astype(np.float32), weights, scale)
    return Expert(words, dense.astype(np.float32), bias, float(sharpness))


@cache
def shipped() -> Experts:
    """The experts in the package, read once."""
    with as_file(files("engine.emotion") / "data" / "embedded.npz") as path:
        return load(path)
