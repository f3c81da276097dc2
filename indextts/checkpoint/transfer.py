"""Move tensors out of an open checkpoint file, a piece at a time."""

from __future__ import annotations

from io import BufferedReader

import torch
from torch import Tensor

from indextts.checkpoint.archive import raw
from indextts.checkpoint.stored import DAMAGED, Entry, extent
from indextts.errors import CheckpointError

CHUNK_BYTES = 4 * 2**20
"""What passes through memory at a time where the dtype or device changes."""


def target_dtype(stored: torch.dtype, wanted: torch.dtype | None) -> torch.dtype:
    """The dtype that a stored tensor gets when ``wanted`` is asked for: integers stay what they are."""
    return wanted if wanted is not None and stored.is_floating_point else stored


class TensorReader:
    """Reads from one open file through one buffer: many of many sizes would leave holes in the heap."""

    def __init__(
        self, file: BufferedReader, dtype: torch.dtype | None = None, device: torch.device | str = "cpu"
    ) -> None:
        self._file = file
        self._dtype = dtype
        self._device = torch.device(device)
        self._buffer = torch.empty(CHUNK_BYTES, dtype=torch.uint8)

    def load(self, entry: Entry) -> Tensor:
        """One tensor, of the wanted dtype, on the device."""
        target = target_dtype(entry.dtype, self._dtype)
        if isinstance(entry, Tensor):
            return entry.to(self._device, target)
        self._file.seek(entry.offset)
        if entry.stride is not None:
            flat = self._filled(torch.empty(extent(entry), dtype=entry.dtype), entry.dtype)
            return flat.as_strided(entry.shape, entry.stride).contiguous().to(self._device, target)
        tensor = torch.empty(entry.shape, dtype=target, device=self._device)
        self._filled(tensor.view(-1), entry.dtype)
        return tensor

    def _filled(self, target: Tensor, stored: torch.dtype) -> Tensor:
        if target.dtype == stored and target.device.type == "cpu":
            self._read_into(target)
            return target
        buffer = self._buffer.view(stored)
        for start in range(0, target.numel(), buffer.numel()):
            part = target[start : start + buffer.numel()]
            self._read_into(buffer[: part.numel()])
            part.copy_(buffer[: part.numel()])
        return target

    def _read_into(self, flat: Tensor) -> None:
        if flat.numel() and self._file.readinto(raw(flat)) != flat.nbytes:
            raise CheckpointError(f"{self._file.name} ended too early.", DAMAGED)
