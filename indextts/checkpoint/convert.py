"""Write weights as safetensors beside the originals: safe, memory-mapped, and without the training state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from indextts.checkpoint.expected import expected, folded
from indextts.checkpoint.layout import CONVERTIBLE, find
from indextts.checkpoint.reading import entries_of
from indextts.checkpoint.stored import Entry, is_safetensors
from indextts.checkpoint.transfer import TensorReader
from indextts.checkpoint.writing import write_safetensors
from indextts.errors import CheckpointError

Tensors = dict[str, tuple[torch.dtype, tuple[int, ...]]]
ORIGIN = "converted-from"
"""Key of the header under which the original's name stands."""


@dataclass(frozen=True)
class Converted:
    """One file written: its path, and the sizes of the original and of itself in bytes."""

    path: Path
    bytes_before: int
    bytes_after: int


def convert(model_dir: Path | str, *, half: bool = False, remove: bool = False) -> Iterator[Converted]:
    """Convert every file that is not safetensors yet, one after the other, tensor by tensor.

    Official keys are kept, those below a group led by its name and a dot. What the manifest does not know (training
    state) is left out.

    Args:
        model_dir: folder of the model.
        half: store floating-point weights as bfloat16 (rounding them; inference in float32 then is not the official
            one any more).
        remove: delete each original once its conversion is complete.

    Yields:
        Each file as it is done.

    Raises:
        CheckpointError: a file is missing or damaged, or the disk is full.
    """
    layout = find(model_dir)
    shapes = expected(layout)
    for name in CONVERTIBLE:
        source: Path = getattr(layout, name)
        if not is_safetensors(source):
            official = shapes[name].keys() | folded(shapes[name]).keys()
            known = {key: entry for key, entry in entries_of(source).items() if key in official}
            yield _converted(source, known, half=half, remove=remove)


def _converted(source: Path, entries: dict[str, Entry], *, half: bool, remove: bool) -> Converted:
    target = source.with_suffix(".safetensors")
    tensors = {key: (_dtype(entry.dtype, half=half), tuple(entry.shape)) for key, entry in entries.items()}
    needed = sum(dtype.itemsize * torch.Size(shape).numel() for dtype, shape in tensors.values())
    free = shutil.disk_usage(source.parent).free
    if needed > free:
        raise CheckpointError(
            f"{target.name} needs {needed / 1e9:.1f} GB and {free / 1e9:.1f} GB are free.", "Make room and try again."
        )
    before = source.stat().st_size
    _write(source, target, entries, tensors)
    if remove:
        source.unlink()
    return Converted(target, before, target.stat().st_size)


def _write(source: Path, target: Path, entries: dict[str, Entry], tensors: Tensors) -> None:
    with source.open("rb") as file:
        reader = TensorReader(file)
        write_safetensors(
            target, tensors, lambda key: [reader.load(entries[key]).to(tensors[key][0])], {ORIGIN: source.name}
        )


def _dtype(stored: torch.dtype, *, half: bool) -> torch.dtype:
    return torch.bfloat16 if half and stored.is_floating_point else stored
