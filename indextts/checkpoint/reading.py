"""Read named tensors out of a checkpoint file, and only those, at the size they will have in use.

    read(layout.gpt, keys=(r"emo_.*",), dtype=torch.bfloat16)
    read(layout.s2mel, group="cfm", unused=UNUSED)
    read_tensor(layout.emotion_matrix)

Training state, keys that inference has no use for and other groups are never read. Where the dtype changes, a few
megabytes at a time pass through memory; so the peak is the result itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor

from indextts.checkpoint.stored import DAMAGED, Entry, Stored, index, is_safetensors
from indextts.checkpoint.transfer import TensorReader, target_dtype
from indextts.errors import CheckpointError

CONTAINERS = ("model", "net", "generator")
"""Keys below which training scripts put the weights."""


def read(
    path: Path,
    *,
    group: str | None = None,
    keys: Iterable[str] | None = None,
    unused: Iterable[str] = (),
    dtype: torch.dtype | None = None,
    device: torch.device | str = "cpu",
) -> dict[str, Tensor]:
    """Read tensors by their official keys.

    A safetensors file that already has the wanted dtype is memory-mapped on the CPU: nothing is read before it is used.

    Args:
        path: ``.pth``, ``.pt``, ``.bin`` or ``.safetensors``.
        group: one model of a file that holds several (``s2mel.pth``: ``cfm``, ``length_regulator``, ``gpt_layer``);
            the keys are relative to it. Without it, all groups, each key led by its group and a dot.
        keys: regular expressions; a key that none matches in full is not read. None reads all.
        unused: regular expressions; a key that one matches in full is not read.
        dtype: of the floating-point tensors; none keeps what the file has. Integers stay what they are.
        device: where the tensors go.

    Returns:
        Key to tensor, without a leading ``module.``.

    Raises:
        CheckpointError: the file is missing or damaged, has no such group, or none of the keys.
    """
    names = _wanted(entries_of(path, group), keys, unused)
    if not names:
        raise CheckpointError(f"{path} holds none of the weights that are wanted.", "Check it: indextts check DIR.")
    if torch.device(device).type == "cpu" and is_safetensors(path) and _kept(names.values(), dtype):
        return _mapped(path, names, group)
    try:
        with path.open("rb") as file:
            reader = TensorReader(file, dtype, device)
            return {name: reader.load(entry) for name, entry in names.items()}
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror}.", DAMAGED) from error


def read_tensor(path: Path, *, dtype: torch.dtype | None = None, device: torch.device | str = "cpu") -> Tensor:
    """Read a file that holds one bare tensor (``feat1.pt``, ``feat2.pt``).

    Raises:
        CheckpointError: the file is missing or damaged, or holds something else.
    """
    entry = index(path)
    if not isinstance(entry, Stored | Tensor):
        raise CheckpointError(f"{path} should hold one tensor and holds something else.", DAMAGED)
    with path.open("rb") as file:
        return TensorReader(file, dtype, device).load(entry)


def entries_of(path: Path, group: str | None = None) -> dict[str, Entry]:
    """Keys and places of a file's weights, as :func:`read` names them; nothing is read.

    Raises:
        CheckpointError: the file is missing or damaged, or has no such group.
    """
    tree = index(path)
    if not isinstance(tree, dict):
        raise CheckpointError(f"{path} should hold named tensors and holds something else.", DAMAGED)
    container = next((tree[name] for name in CONTAINERS if isinstance(tree.get(name), dict)), tree)
    flat = _flat(container)
    if group is None:
        return flat
    inside = {key.removeprefix(f"{group}."): entry for key, entry in flat.items() if key.startswith(f"{group}.")}
    if not inside:
        raise CheckpointError(f"{path} has no weights of {group}.", "Check it: indextts check DIR.")
    return inside


def _flat(tree: Mapping[Any, Any]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key, value in tree.items():
        if isinstance(value, Stored | Tensor):
            entries[str(key).removeprefix("module.")] = value
        elif isinstance(value, dict):
            entries |= {f"{key}.{inner}": entry for inner, entry in _flat(value).items()}
    return entries


def _wanted(entries: dict[str, Entry], keys: Iterable[str] | None, unused: Iterable[str]) -> dict[str, Entry]:
    take = _any_of([r"(?s:.*)"] if keys is None else keys)
    leave = _any_of(unused)
    return {key: entry for key, entry in entries.items() if take.fullmatch(key) and not leave.fullmatch(key)}


def _any_of(rules: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules) or r"(?!)")


def _kept(entries: Iterable[Entry], dtype: torch.dtype | None) -> bool:
    return all(target_dtype(entry.dtype, dtype) == entry.dtype for entry in entries)


def _mapped(path: Path, names: Iterable[str], group: str | None) -> dict[str, Tensor]:
    prefix = "" if group is None else f"{group}."
    with safe_open(path, framework="pt") as file:
        stored = {key.removeprefix(prefix).removeprefix("module."): key for key in file.keys()}  # noqa: SIM118 no mapping
        return {name: file.get_tensor(stored[name]) for name in names}
