"""One golden case: a pair of files ``<name>.safetensors`` (weights, inputs, expected outputs) and ``<name>.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

RELATIVE_LIMIT = 1e-4
PCM_LIMIT = 2  # steps of int16


@dataclass(frozen=True)
class Golden:
    """A component's golden files in ``folder``."""

    folder: Path
    name: str

    @cached_property
    def record(self) -> dict[str, Any]:
        """The JSON file: ``config`` and notes."""
        record: dict[str, Any] = json.loads((self.folder / f"{self.name}.json").read_text(encoding="utf-8"))
        return record

    @cached_property
    def config(self) -> dict[str, Any]:
        """The tiny configuration of this component."""
        config: dict[str, Any] = self.record.get("config", {})
        return config

    @cached_property
    def tensors(self) -> dict[str, Tensor]:
        """Everything in the tensors file, by its full key (``in.*``, ``mid.*``, ``out.*``, ``w.*``)."""
        return load_file(self.folder / f"{self.name}.safetensors")

    def __getitem__(self, key: str) -> Tensor:
        return self.tensors[key]

    def weights(self, prefix: str = "") -> dict[str, Tensor]:
        """The weights whose official key begins with ``prefix``, that prefix removed."""
        start = f"w.{prefix}"
        return {key.removeprefix(start): value for key, value in self.tensors.items() if key.startswith(start)}

    def sibling(self, name: str) -> Golden:
        """Another component's golden files in the same folder."""
        return Golden(self.folder, name)


@dataclass(frozen=True)
class Check:
    """One comparison: ``error`` may be at most ``limit``."""

    what: str
    error: float
    limit: float
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the error is within the limit (a NaN is not)."""
        return self.error <= self.limit


Checks = Iterator[Check]


def close(what: str, actual: Tensor, expected: Tensor) -> Check:
    """Largest absolute difference over the largest expected magnitude, at most 1e-4."""
    if actual.shape != expected.shape:
        return Check(what, float("inf"), RELATIVE_LIMIT, f"shape {tuple(actual.shape)} for {tuple(expected.shape)}")
    difference = (actual.double() - expected.double()).abs().max()
    scale = expected.double().abs().max().clamp_min(torch.finfo(torch.float64).tiny)
    return Check(what, float(difference / scale), RELATIVE_LIMIT)


def equal(what: str, actual: object, expected: object) -> Check:
    """Exact equality (codes, ids, strings): the error is the number of differing entries."""
    if isinstance(actual, Tensor) and isinstance(expected, Tensor):
        if actual.shape != expected.shape:
            return Check(what, float("inf"), 0, f"shape {tuple(actual.shape)} for {tuple(expected.shape)}")
        return Check(what, float((actual != expected).sum()), 0)
    same = actual == expected
    return Check(what, 0 if same else 1, 0, "" if same else f"{actual!r} for {expected!r}")


def pcm(what: str, actual: Tensor, expected: Tensor) -> Check:
    """Final waves: at most two steps of int16 apart."""
    if actual.shape != expected.shape:
        return Check(what, float("inf"), PCM_LIMIT, f"shape {tuple(actual.shape)} for {tuple(expected.shape)}")
    return Check(what, float((actual.int() - expected.int()).abs().max()), PCM_LIMIT)
