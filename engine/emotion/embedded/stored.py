"""The file of both experts: a compressed npz of plain arrays; nothing in it is executed."""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from engine.emotion.embedded.evidence import WIDTH
from engine.emotion.embedded.weights import Block, Expert
from engine.errors import EmotionModelError
from engine.values import EMOTIONS

FORMAT = 1
Experts = tuple[Expert, Expert]
"""For Latin and for CJK writing."""
_NAMES = ("latin", "cjk")


def save(experts: Experts, path: Path) -> None:
    """Write both experts to ``path``, which ends in .npz."""
    arrays: dict[str, Any] = {"format": np.array(FORMAT)}
    for name, expert in zip(_NAMES, experts, strict=True):
        arrays |= {f"{name}_dense": expert.dense.astype(np.float16), f"{name}_bias": expert.bias}
        arrays[f"{name}_sharpness"] = np.array(expert.sharpness)
        for kind, block in (("chars", expert.chars), ("words", expert.words)):
            arrays |= {
                f"{name}_{kind}_steps": np.diff(block.hashes, prepend=np.uint32(0)),
                f"{name}_{kind}_idf": block.idf.astype(np.float16),
                f"{name}_{kind}_weights": block.weights,
                f"{name}_{kind}_scale": block.scale,
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
        what = f"The embedded emotion model {path.name} cannot be read: {error}."
        raise EmotionModelError(what, "Install streamvoice again.") from error
    return latin, cjk


def _expert(arrays: dict[str, Any], name: str) -> Expert:
    dense = arrays[f"{name}_dense"].astype(np.float32)
    if dense.shape != (WIDTH, len(EMOTIONS)):
        raise ValueError("it was made for another version")
    chars, words = (_block(arrays, f"{name}_{kind}") for kind in ("chars", "words"))
    return Expert(chars, words, dense, arrays[f"{name}_bias"], float(arrays[f"{name}_sharpness"]))


def _block(arrays: dict[str, Any], name: str) -> Block:
    hashes = np.cumsum(arrays[f"{name}_steps"], dtype=np.uint32)
    idf = arrays[f"{name}_idf"].astype(np.float32)
    return Block(hashes, idf, arrays[f"{name}_weights"], arrays[f"{name}_scale"])


@cache
def shipped() -> Experts:
    """The experts in the package, read once."""
    with as_file(files("engine.emotion") / "data" / "embedded.npz") as path:
        return load(path)
