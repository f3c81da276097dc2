"""The whole activation as one kernel on an accelerator: up by two, SnakeBeta, down by two, nothing written between.

Needs Triton, which torch brings along with CUDA on Linux; imported only where it is used.
"""

# ruff: noqa: ANN001, ANN202 -- the compiled functions' types are Triton's
import torch
import triton
import triton.language as tl
from torch import Tensor

ROWS = 32
"""Rows that one program computes."""
WIDEST = 64
"""Channels that one program computes at most."""


@triton.jit  # type: ignore[untyped-decorator,unused-ignore]  # Triton is untyped and not everywhere
def _snake(u, rate, amount):  # type: ignore[no-untyped-def]  # compiled, its types are Triton's
    return u + amount * (1 - tl.cos(rate * u))


@triton.jit  # type: ignore[untyped-decorator,unused-ignore]  # as above
def _activate(  # type: ignore[no-untyped-def]  # as above
    rows, out, rates, amounts, taps, length, start, count, channels, height: tl.constexpr, width: tl.constexpr
):
    number = tl.program_id(0) * height + tl.arange(0, height)
    i = (start + number)[:, None]  # the row that comes out
    c = (tl.program_id(1) * width + tl.arange(0, width))[None, :]
    there = c < channels
    rate = tl.load(rates + c, mask=there, other=0.0).to(tl.float32)
    amount = tl.load(amounts + c, mask=there, other=0.0).to(tl.float32)
    # The doubled sequence repeats its ends too: its first and its last value, each once for all rows.
    first = tl.zeros((1, width), tl.float32)
    final = tl.zeros((1, width), tl.float32)
    for near in tl.static_range(6):
        top = tl.minimum(tl.maximum(near - 3, 0), length - 1)
        x = tl.load(rows + top * channels + c, mask=there, other=0.0).to(tl.float32)
        first += 2 * tl.load(taps + 11 - 2 * near) * x
        bottom = tl.maximum(tl.minimum(length - 3 + near, length - 1), 0)
        x = tl.load(rows + bottom * channels + c, mask=there, other=0.0).to(tl.float32)
        final += 2 * tl.load(taps + 10 - 2 * near) * x
    first = _snake(first, rate, amount)
    final = _snake(final, rate, amount)
    total = tl.zeros((height, width), tl.float32)
    for m in tl.static_range(12):
        u = tl.zeros((height, width), tl.float32)
        for near in tl.static_range(6):
            row = tl.minimum(tl.maximum(i - 5 + m // 2 + near, 0), length - 1)
            x = tl.load(rows + row * channels + c, mask=there, other=0.0).to(tl.float32)
            u += 2 * tl.load(taps + 10 + m % 2 - 2 * near) * x
        place = 2 * i - 5 + m  # in the doubled sequence
        value = tl.where(place < 0, first, tl.where(place > 2 * length - 1, final, _snake(u, rate, amount)))
        total += tl.load(taps + m) * value
    where = number[:, None] * channels + c
    tl.store(out + where, total.to(out.dtype.element_ty), mask=there & (number < count)[:, None])


def activate(rows: Tensor, start: int, count: int, rates: Tensor, amounts: Tensor, taps: Tensor) -> Tensor:
    """Rows ``start`` to ``start + count`` of what comes out, as if the sequence were ``rows`` and its ends repeated.

    Each row that comes out depends on the five before and after it.

    Args:
        rows: (n,C), contiguous, any floating-point type; computed in float32.
        start: first row.
        count: how many, at least 1.
        rates: (C,) and
        amounts: (C,) float32, as :meth:`SnakeBeta.halves` gives them.
        taps: of the filter (12,) float32.

    Returns:
        (count,C) in the type of ``rows``.
    """
    channels = rows.shape[1]
    out = torch.empty(count, channels, dtype=rows.dtype, device=rows.device)
    width = min(WIDEST, triton.next_power_of_2(channels))
    grid = (triton.cdiv(count, ROWS), triton.cdiv(channels, width))
    with torch.cuda.device_of(rows):  # type: ignore[no-untyped-call]  # torch leaves it untyped
        _activate[grid](rows, out, rates, amounts, taps, len(rows), start, count, channels, height=ROWS, width=width)
    return out
