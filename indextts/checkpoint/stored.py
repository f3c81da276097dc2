"""Where each tensor of a checkpoint file lies, found without reading the tensors.

Two containers: PyTorch's zip (Python pickle inside, opened with ``weights_only=True``, so that nothing in it can run)
and safetensors (a JSON header, then raw bytes).
"""

from __future__ import annotations

import json
import pickle
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from indextts.checkpoint.archive import value_places
from indextts.checkpoint.assign import Mismatch
from indextts.errors import CheckpointError

DAMAGED = "Delete it and fetch it again: indextts download."
LONGEST_HEADER_BYTES = 100_000_000  # the limit of the safetensors format
DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
"""Names of the safetensors format."""


@dataclass(frozen=True)
class Stored:
    """One tensor in a file: ``offset`` counts bytes, ``stride`` counts entries (none: contiguous)."""

    dtype: torch.dtype
    shape: tuple[int, ...]
    offset: int
    stride: tuple[int, ...] | None = None


Entry = Stored | Tensor
"""A tensor still in its file, or one that had to be loaded to be found (PyTorch's format before version 1.6)."""


def is_safetensors(path: Path) -> bool:
    """Whether the name says so."""
    return path.suffix == ".safetensors"


def index(path: Path) -> Any:
    """The file's object with every tensor replaced by where it lies: nested dictionaries, or one bare entry.

    Raises:
        CheckpointError: the file is missing, damaged, or holds more than tensors and plain values.
    """
    try:
        size = path.stat().st_size
        tree = _safetensors(path) if is_safetensors(path) else _torch(path)
    except FileNotFoundError:
        raise CheckpointError(f"There is no file {path}.", "Fetch it with: indextts download.") from None
    except pickle.UnpicklingError as error:
        raise CheckpointError(f"{path} is no plain tensor file, so it is not opened.", DAMAGED) from error
    except Exception as error:  # damaged files make the unpickler raise whatever it stumbles over
        raise CheckpointError(f"{path} is damaged or incomplete.", DAMAGED) from error
    _inside(tree, size, path)
    return tree


def shape_mismatch(entries: Mapping[str, Entry], wanted: Mapping[str, tuple[int, ...]]) -> Mismatch:
    """Compare the keys and shapes in a file with those it should hold."""
    return Mismatch(
        missing=tuple(sorted(wanted.keys() - entries.keys())),
        unexpected=tuple(sorted(entries.keys() - wanted.keys())),
        misshaped=tuple(sorted(k for k in wanted.keys() & entries.keys() if tuple(entries[k].shape) != wanted[k])),
    )


def _torch(path: Path) -> Any:
    if not zipfile.is_zipfile(path):
        return torch.load(path, map_location="cpu", weights_only=True)
    tree = torch.load(path, map_location="cpu", weights_only=True, mmap=True)  # reserves addresses, reads no values
    offsets = [offset for offset, size in value_places(path) if size]
    storages = (tensor.untyped_storage() for tensor in _tensors(tree))
    addresses = sorted({storage.data_ptr() for storage in storages if storage.nbytes()})
    starts = {address - offset for address, offset in zip(addresses, sorted(offsets), strict=False)}
    if len(addresses) != len(offsets) or len(starts) != 1:
        return tree  # the file holds more than its object refers to: the places are not certain
    return _located(tree, starts.pop())


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _tensors(entry)


def _located(value: Any, start: int) -> Any:
    """Replace tensors by their places, ``start`` being the address of the file's first byte."""
    if isinstance(value, dict):
        return {key: _located(entry, start) for key, entry in value.items()}
    if not isinstance(value, Tensor) or not value.numel():
        return value
    stride = None if value.is_contiguous() else value.stride()
    return Stored(value.dtype, tuple(value.shape), value.data_ptr() - start, stride)


def _safetensors(path: Path) -> dict[str, Stored]:
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > LONGEST_HEADER_BYTES:
            raise ValueError(length)
        header = json.loads(file.read(length))
    return {
        key: Stored(DTYPES[entry["dtype"]], tuple(entry["shape"]), 8 + length + entry["data_offsets"][0])
        for key, entry in header.items()
        if key != "__metadata__"
    }


def _inside(value: Any, size: int, path: Path) -> None:
    if isinstance(value, dict):
        for entry in value.values():
            _inside(entry, size, path)
    elif isinstance(value, Stored) and (value.offset < 0 or min(value.shape, default=0) < 0):
        raise CheckpointError(f"{path} describes a tensor that cannot be.", DAMAGED)
    elif isinstance(value, Stored) and value.offset + extent(value) * value.dtype.itemsize > size:
        raise CheckpointError(f"{path} is incomplete: it ends before its tensors do.", DAMAGED)


def extent(stored: Stored) -> int:
    """Entries from the first to the last one of the tensor, gaps included."""
    if stored.stride is None:
        return int(torch.Size(stored.shape).numel())
    if 0 in stored.shape:
        return 0
    return 1 + sum((length - 1) * step for length, step in zip(stored.shape, stored.stride, strict=True))
