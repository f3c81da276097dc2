"""The activation as a stream around one kernel, where there is one for the device and it computes what it should."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Protocol

import torch
from torch import Tensor

from indextts.vocoder.filters import low_pass

log = logging.getLogger("indextts")
MARGIN = 5
"""Rows that a row depends on, either side."""
TOLERANCE = 1e-4
"""Of the largest value, between the kernel and the plain computation in float32."""


class Kernel(Protocol):
    """See :func:`indextts.vocoder.kernel.activate`."""

    def __call__(self, rows: Tensor, start: int, count: int, rates: Tensor, amounts: Tensor, taps: Tensor) -> Tensor:
        """Rows (count,C)."""
        ...


class Fused:
    """Rows (n,C) to (n,C), a :class:`~indextts.vocoder.stream.Stream`.

    Args:
        kernel: computes.
        rates: (C,), and
        amounts: (C,), as :meth:`SnakeBeta.halves` gives them.
    """

    def __init__(self, kernel: Kernel, rates: Tensor, amounts: Tensor) -> None:
        self._kernel = kernel
        self._rates, self._amounts = rates.float().contiguous(), amounts.float().contiguous()
        self._taps = _taps(rates.device)
        self._kept: Tensor | None = None
        self._done = 0  # rows of the kept ones that have come out

    def push(self, rows: Tensor, *, last: bool) -> Tensor:
        """See :class:`~indextts.vocoder.stream.Stream`."""
        window = rows.contiguous() if self._kept is None else torch.cat([self._kept, rows])
        ready = len(window) if last else len(window) - MARGIN
        if ready <= self._done:
            self._kept = window
            return rows.new_empty(0, len(self._rates))
        out = self._kernel(window, self._done, ready - self._done, self._rates, self._amounts, self._taps)
        past = max(0, ready - MARGIN)
        self._kept, self._done = window[past:].clone(), ready - past
        return out


@lru_cache(maxsize=8)
def _taps(device: torch.device) -> Tensor:
    return torch.tensor(low_pass(), dtype=torch.float32, device=device)


def plain(rows: Tensor, start: int, count: int, rates: Tensor, amounts: Tensor, taps: Tensor) -> Tensor:
    """What the kernel computes, by gathering; see :func:`indextts.vocoder.kernel.activate`."""
    length = len(rows)
    places = (2 * torch.arange(start, start + count, device=rows.device)[:, None] - 5) + torch.arange(12).to(
        rows.device
    )
    places = places.clamp(0, 2 * length - 1)  # (count,12) of the doubled sequence
    odd = places % 2
    near = torch.arange(6, device=rows.device)
    x = rows.float()[(places // 2 + odd - 3)[..., None].add(near).clamp(0, length - 1)]  # (count,12,6,C)
    u = (2 * taps[11 - odd[..., None] - 2 * near][..., None] * x).sum(2)  # (count,12,C)
    return ((u + amounts * (1 - (rates * u).cos())) * taps[:, None]).sum(1).to(rows.dtype)


@lru_cache(maxsize=8)
def kernel_for(device: torch.device) -> Kernel | None:
    """The kernel, if the device has one that gives the right result; told once where it should but does not.

    Windows has no Triton, and then the activation is several kernels, which is slower and no different.
    """
    if device.type != "cuda":
        return None
    try:
        from indextts.vocoder.kernel import activate
    except ImportError:
        log.info("There is no Triton here; the vocoder's activation is computed in several steps.")
        return None
    reason = check(activate, device)
    if reason is None:
        return activate
    log.warning("The vocoder's fused activation is off, which is slower: %s", reason)
    return None


def check(kernel: Kernel, device: torch.device) -> str | None:
    """Why the kernel cannot be used: its error, or a wrong result; none if it can."""
    source = torch.Generator().manual_seed(0)
    rows = torch.randn(70, 24, generator=source).to(device)
    rates, amounts = (torch.rand(2, 24, generator=source) + 0.5).to(device)
    case = rows, 3, 60, rates, amounts, _taps(device)
    try:
        found = kernel(*case)
    except Exception as error:  # noqa: BLE001  # a compiler's and a driver's errors have no common class
        return (str(error).splitlines() or [type(error).__name__])[0]
    expected = plain(*case)
    off = float((found - expected).abs().max() / expected.abs().max())
    return None if off < TOLERANCE else f"its results are {off:.1e} off."
