"""Where the values lie inside PyTorch's zip container, and how to move them as bytes."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path, PurePosixPath

import torch
from torch import Tensor

LOCAL_HEADER_BYTES = 30
NAME_AND_EXTRA = struct.Struct("<26xHH")
"""The last two fields of a member's own header: lengths of what follows it before the values."""


def value_places(path: Path) -> list[tuple[int, int]]:
    """First byte and size of every storage in the file, in the order in which they were written.

    PyTorch stores values uncompressed as ``*/data/<number>``.

    Source: .ZIP File Format Specification 6.3, section 4.3.7.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such container.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if _is_values(member)]
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error
    members.sort(key=lambda member: int(PurePosixPath(member.filename).name))
    with path.open("rb") as file:
        return [
            (_offset(file.seek(member.header_offset), file.read(LOCAL_HEADER_BYTES)), member.file_size)
            for member in members
        ]


def _is_values(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return name.parent.name == "data" and name.name.isdecimal()


def _offset(start: int, header: bytes) -> int:
    name, extra = NAME_AND_EXTRA.unpack(header)
    return start + LOCAL_HEADER_BYTES + int(name) + int(extra)


def raw(flat: Tensor) -> memoryview:
    """The bytes of a flat tensor on the CPU, to read from or to write into."""
    return memoryview(flat.view(torch.uint8).numpy())  # type: ignore[arg-type] # the stubs allow no buffer for Python 3.11
