"""Put named tensors into a module, strictly: every key accounted for, every shape right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from indextts.errors import CheckpointError


@dataclass(frozen=True)
class Mismatch:
    """How a set of keys differs from what a module wants."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    misshaped: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected or self.misshaped)

    def __str__(self) -> str:
        parts = [("missing", self.missing), ("unexpected", self.unexpected), ("of another shape", self.misshaped)]
        return "; ".join(f"{len(keys)} {word} ({', '.join(keys[:3])})" for word, keys in parts if keys)


def select(tensors: Mapping[str, Tensor], unused: Iterable[str]) -> dict[str, Tensor]:
    """Leave out every key that one of the patterns ``unused`` matches in full (regular expressions)."""
    pattern = re.compile("|".join(f"(?:{rule})" for rule in unused) or r"(?!)")
    return {key: value for key, value in tensors.items() if not pattern.fullmatch(key)}


def fold_weight_norm(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Replace each pair ``weight_g``, ``weight_v`` by ``weight`` = g * v / |v|, the norm over all axes but the first.

    Source: Salimans and Kingma 2016, equation 2. Works on the meta device as well.
    """
    folded = {key: value for key, value in tensors.items() if not key.endswith((".weight_g", ".weight_v"))}
    for key in tensors:
        if key.endswith(".weight_v"):
            stem = key.removesuffix("_v")
            v, g = tensors[key], tensors[f"{stem}_g"]
            norm = torch.linalg.vector_norm(v, dim=tuple(range(1, v.ndim)), keepdim=True)
            folded[stem] = v * (g / norm)
    return folded


def mismatch(module: nn.Module, tensors: Mapping[str, Tensor]) -> Mismatch:
    """Compare keys and shapes with what ``module`` holds, without touching either."""
    wanted = module.state_dict()
    both = wanted.keys() & tensors.keys()
    return Mismatch(
        missing=tuple(sorted(wanted.keys() - tensors.keys())),
        unexpected=tuple(sorted(tensors.keys() - wanted.keys())),
        misshaped=tuple(sorted(key for key in both if wanted[key].shape != tensors[key].shape)),
    )


def unused_keys(module: nn.Module) -> tuple[str, ...]:
    """Patterns of official keys that ``module`` has no use for in inference: its attribute ``unused``, if any."""
    patterns: tuple[str, ...] = getattr(module, "unused", ())
    return patterns


def assign(module: nn.Module, tensors: Mapping[str, Tensor], *, name: str, unused: Iterable[str] | None = None) -> None:
    """Give ``module`` (built on any device, best ``meta``) the tensors, folded and without copies, ready for inference.

    Args:
        module: takes the tensors themselves, keeping their dtype and device.
        tensors: official key names, relative to the module; weight-norm pairs are folded.
        name: file or group, for the error.
        unused: patterns of keys that inference has no use for; by default those the module declares.

    Raises:
        CheckpointError: a key is missing, unknown or of another shape.
    """
    folded = fold_weight_norm(select(tensors, unused_keys(module) if unused is None else unused))
    difference = mismatch(module, folded)
    if difference:
        raise CheckpointError(f"{name} does not fit the model: {difference}.", "Check the files: indextts check DIR.")
    module.load_state_dict(folded, strict=True, assign=True)
    module.requires_grad_(requires_grad=False).eval()
