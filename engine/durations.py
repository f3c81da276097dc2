"""Exact time: sharing a fixed number of samples out over chunks and the pauses between them."""

from __future__ import annotations

from collections.abc import Sequence


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to exactly ``total`` (Hamilton's method)."""
    whole = sum(weights)
    if whole <= 0:
        return [total] + [0] * (len(weights) - 1) if weights else []
    exact = [total * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def share_out(total: int, naturals: Sequence[int], pauses: Sequence[int]) -> list[tuple[int, int]]:
    """(samples, pause) for each chunk so that everything adds up to ``total`` samples.

    Speech and pauses stretch alike, which keeps the rhythm.
    """
    count = len(naturals)
    shares = largest_remainder(total, [*naturals, *pauses])
    return list(zip(shares[:count], shares[count:], strict=True))
