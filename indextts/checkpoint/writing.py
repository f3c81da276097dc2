"""Write checkpoint files tensor by tensor, so that memory never holds more than a piece of one."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from indextts.checkpoint.archive import raw, value_places
from indextts.checkpoint.stored import DTYPES

Pieces = Callable[[str], Iterable[Tensor]]
"""Key to the tensor's values, flat, in order, in any number of pieces of the right dtype."""
NAMES = {dtype: name for name, dtype in DTYPES.items()}
ALIGNMENT = 64


def write_safetensors(
    path: Path,
    tensors: Mapping[str, tuple[torch.dtype, tuple[int, ...]]],
    pieces: Pieces,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write a safetensors file; an interrupted write leaves nothing under ``path``.

    Args:
        path: the file.
        tensors: key to dtype and shape.
        pieces: gives the values of a key.
        metadata: strings for the header.
    """
    header: dict[str, Any] = {"__metadata__": {"format": "pt", **(metadata or {})}}
    end = 0
    for key, (dtype, shape) in tensors.items():
        start, end = end, end + dtype.itemsize * torch.Size(shape).numel()
        header[key] = {"dtype": NAMES[dtype], "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % ALIGNMENT)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for key in tensors:
                _pour(file, pieces(key))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write_torch(path: Path, tree: Any, pieces: Pieces) -> None:
    """Write PyTorch's zip format: first the frame without any values, then the values in their places.

    Args:
        path: the file.
        tree: nested dictionaries of tensors whose memory is never touched (``torch.empty``), or one tensor.
        pieces: gives the values by key, nested keys joined by dots (the bare tensor has the empty key).
    """
    with torch.serialization.skip_data():
        torch.save(tree, path)
    with path.open("r+b") as file:
        for key, (offset, _) in zip(_keys(tree), value_places(path), strict=True):
            file.seek(offset)
            _pour(file, pieces(key))


def _keys(tree: Any, prefix: str = "") -> Iterator[str]:
    """Of all tensors, in the order in which they are written."""
    if isinstance(tree, Tensor):
        yield prefix.removesuffix(".")
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _keys(value, f"{prefix}{key}.")


def _pour(file: BinaryIO, pieces: Iterable[Tensor]) -> None:
    for piece in pieces:
        file.write(raw(piece.contiguous().view(-1)))
