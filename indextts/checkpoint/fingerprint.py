"""Which weights a folder holds, in 32 hexadecimal digits, without reading gigabytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from indextts.checkpoint.expected import expected, folded
from indextts.checkpoint.layout import Layout
from indextts.checkpoint.reading import entries_of
from indextts.checkpoint.stored import DAMAGED, Entry
from indextts.checkpoint.transfer import TensorReader
from indextts.errors import CheckpointError

SAMPLED = 16
"""Values taken of each tensor: fine-tuning moves all of them."""
PARTS = ("gpt", "s2mel", "codec", "campplus", "w2v_bert", "w2v_stats")
"""What a speaker's tensors come from. Not the vocoder, which hears none of them."""


def fingerprint(layout: Layout) -> str:
    """BLAKE2b of names, shapes and first values of every tensor, as bfloat16.

    So a conversion of the same weights, to safetensors or to bfloat16, has the same fingerprint. It tells models apart;
    it does not protect against who forges one.

    Raises:
        CheckpointError: a file cannot be read.
    """
    whole = hashlib.blake2b(layout.version.encode(), digest_size=16)
    shapes = expected(layout)
    for part in PARTS:
        official = shapes[part].keys() | folded(shapes[part]).keys()  # training state would tell equal weights apart
        for piece in _pieces(getattr(layout, part), official):
            whole.update(piece)
    return whole.hexdigest()


def _pieces(path: Path, official: Set[str]) -> Iterator[bytes]:
    entries = {key: entry for key, entry in entries_of(path).items() if key in official}
    try:
        with path.open("rb") as file:
            reader = TensorReader(file, torch.bfloat16, "cpu")
            for key in sorted(entries):
                entry = entries[key]
                yield f"{key} {tuple(entry.shape)}".encode()
                yield _first(entry, reader).contiguous().view(torch.uint8).numpy().tobytes()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror}.", DAMAGED) from error


def _first(entry: Entry, reader: TensorReader) -> Tensor:
    """The first values along the last axis."""
    if isinstance(entry, Tensor):
        row = entry.reshape(-1, entry.shape[-1])[0] if entry.ndim else entry.reshape(1)
        return row[:SAMPLED].to(torch.bfloat16 if entry.is_floating_point() else entry.dtype).reshape(-1)
    count = min(SAMPLED, entry.shape[-1]) if entry.shape else 1
    step = None if entry.stride is None or not entry.shape or entry.stride[-1] == 1 else (entry.stride[-1],)
    return reader.load(replace(entry, shape=(count,), stride=step)).reshape(-1)
