"""What the machine allows: measured arithmetic and memory bandwidth, for the floors."""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Machine:
    """Best of several: float32 operations and bytes read a second."""

    flops: float
    bytes_per_s: float

    def as_text(self) -> str:
        """For the table."""
        return f"{self.flops / 1e9:.0f} GFLOP/s in float32, {self.bytes_per_s / 1e9:.1f} GB/s read"

    @classmethod
    def measured(cls, device: str) -> Machine:
        """Multiply two matrices, sum a gigabyte."""
        a = torch.randn(2048, 2048, device=device)
        big = torch.ones(2**28, device=device)
        return cls(2 * 2048**3 / _best(lambda: a @ a, device), big.nbytes / _best(big.sum, device))


def _best(work: object, device: str) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        work()  # type: ignore[operator] # a callable of any result
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        times.append(time.perf_counter() - begun)
    return min(times)
