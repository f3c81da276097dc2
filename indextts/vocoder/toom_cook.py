"""Convolution with fewer multiplications: a third to a half of them, for wide layers on a processor in float32.

A short convolution is a product of polynomials. Evaluate both at a few points, multiply there, and interpolate: for m
outputs of a filter of r taps m + r - 1 products instead of m·r. The products at one point, over all channels, are one
dense matrix product. Long filters are cut into parts of r taps. Rounding grows with the number of points, so the sizes
below are as large as keeps the error near 1e-5 of the largest output.

Source: Winograd 1980, Arithmetic Complexity of Computations; Lavin and Gray 2016, arXiv 1509.09308.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Plan:
    """How a filter is cut: ``outputs`` (m) at a time, ``taps`` (r, a multiple of m unless the filter is not longer)."""

    outputs: int
    taps: int
    points: tuple[float, ...]

    @property
    def products(self) -> int:
        """Points of evaluation, the one at infinity included: m + r - 1."""
        return len(self.points) + 1


PLANS = {
    3: Plan(4, 3, (0, 1, -1, 2, -2)),
    7: Plan(4, 7, (0, 1, -1, 2, -2, 0.5, -0.5, 1.5, -2 / 3)),
    11: Plan(6, 6, (0, 1, -1, 1.7, -1.7, 0.6, -0.6, 2.6, -2.6, 0.3)),
}
"""By the length of the filter."""
LEAST_WORK = 1100
"""Channels times taps below which the evaluations cost more than the products save, measured."""


def worthwhile(weight: Tensor, least_work: int = LEAST_WORK) -> bool:
    """Whether a filter (outputs,inputs,taps) is faster this way: channels times taps are at least ``least_work``."""
    inputs, taps = weight.shape[1:]
    fits = weight.device.type == "cpu" and weight.dtype == torch.float32
    return fits and taps in PLANS and inputs * taps >= least_work


class ToomCook:
    """A convolution along rows whose weight is already evaluated at the points.

    Args:
        weight: (outputs,inputs,taps), as a convolution stores it.
        bias: (outputs,).
        dilation: rows between two taps.
    """

    def __init__(self, weight: Tensor, bias: Tensor, dilation: int) -> None:
        taps = weight.shape[2]
        self._plan = PLANS[taps]
        self._margin = (taps - 1) * dilation
        self._dilation = dilation
        self._bias = bias.repeat(dilation)
        parts = -(-taps // self._plan.taps)
        padded = functional.pad(weight.permute(2, 1, 0), (0, 0, 0, 0, 0, parts * self._plan.taps - taps))
        cut = padded.reshape(parts, self._plan.taps, -1)  # (parts,r,in·out)
        evaluated = _transforms(self._plan)[1].float() @ cut  # (parts,points,in·out)
        self._weight = evaluated.view(parts, -1, *padded.shape[1:])  # (parts,points,in,out)

    def __call__(self, rows: Tensor) -> Tensor:
        """(margin + n, inputs) to (n, outputs)."""
        plan, dilation, inputs = self._plan, self._dilation, rows.shape[1]
        count = len(rows) - self._margin
        blocks = -(-count // (plan.outputs * dilation))
        skip = plan.taps // plan.outputs  # blocks from one part of the filter to the next
        windows = blocks + (len(self._weight) - 1) * skip
        missing = (plan.outputs * windows + plan.taps - 1) * dilation - len(rows)
        rows = functional.pad(rows, (0, 0, 0, max(0, missing)))
        before, _, after = (matrix.float() for matrix in _transforms(plan))
        width = dilation * inputs  # the rows between two taps lie beside each other, like channels
        cut = rows.as_strided((windows, plan.products, width), (plan.outputs * width, width, 1))
        values = torch.bmm(before.expand(windows, -1, -1), cut).transpose(0, 1)  # (points,windows,width)
        values = values.reshape(plan.products, windows * dilation, inputs)
        length = blocks * dilation
        products = torch.bmm(values[:, :length], self._weight[0])  # (points,length,outputs)
        for part in range(1, len(self._weight)):
            start = part * skip * dilation
            products.baddbmm_(values[:, start : start + length], self._weight[part])
        products = products.view(plan.products, blocks, -1).transpose(0, 1)  # (blocks,points,dilation·outputs)
        out = torch.baddbmm(self._bias, after.expand(blocks, -1, -1), products)  # (blocks,m,dilation·outputs)
        return out.view(blocks * plan.outputs * dilation, -1)[:count]


@lru_cache(maxsize=len(PLANS))
def _transforms(plan: Plan) -> tuple[Tensor, Tensor, Tensor]:
    """Of the input (points,points), of the filter (points,r), of the products (m,points), in float64.

    Correlation is the transpose of a product of polynomials: what interpolates there evaluates here.
    """
    interpolate = torch.linalg.inv(_powers(plan, plan.products))
    balance = 1 / interpolate.abs().amax(0)[:, None]  # equal magnitudes round best
    return interpolate.T * balance, _powers(plan, plan.taps) / balance, _powers(plan, plan.outputs).T


def _powers(plan: Plan, count: int) -> Tensor:
    """The powers 0 to ``count`` - 1 of each point (points,count); at infinity only the highest counts."""
    powers = torch.tensor(plan.points, dtype=torch.float64)[:, None] ** torch.arange(count)
    return torch.cat([powers, functional.one_hot(torch.tensor([count - 1]), count).double()])
