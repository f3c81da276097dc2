"""A decoded phrase to sound, block by block: the first small, so that it is out early, then larger ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.values import Samples
from engine.voices.kokoro.network import STEP

FIRST_STEPS = 20
"""The first block is 0.25 s."""
LARGEST_STEPS = 96
GROWTH = 1.5
"""A block is made while the one before is heard, so on a machine with little to spare it must not be much longer."""
SMALLEST_STEPS = 12
"""A rest shorter than this joins the block before it."""
CONTEXT_STEPS = 4
"""Steps on either side of a block that its sound depends on: 12 of them bring it no nearer to the whole."""
FADE = 120
"""Samples (5 ms) over which one block goes over into the next; their difference is the rounding of 8-bit scales."""
_RISE = (0.5 - 0.5 * np.cos(np.pi * (np.arange(FADE) + 0.5) / FADE)).astype(np.float32)


def blocks(
    start: int, stop: int, steps: int, render: Callable[[int, int], Samples], first: int = FIRST_STEPS
) -> Iterator[Samples]:
    """Blocks of the samples of steps ``start`` to ``stop``, together ``(stop - start) * STEP``.

    Args:
        start: first step of 12.5 ms that is wanted.
        stop: the one after the last.
        steps: how many there are.
        render: makes the samples of steps ``start`` to ``stop``, good but for ``CONTEXT_STEPS`` next to either cut.
        first: steps of the first block.
    """
    at, size, tail = start, first, np.zeros(0, np.float32)
    while at < stop:
        end = at + size if at + size + SMALLEST_STEPS < stop else stop
        low, high = max(0, at - CONTEXT_STEPS), min(steps, end + CONTEXT_STEPS)
        samples = render(low, high)[(at - low) * STEP :]
        samples[: len(tail)] = tail + _RISE[: len(tail)] * (samples[: len(tail)] - tail)
        tail = samples[(end - at) * STEP :][:FADE]
        yield samples[: (end - at) * STEP]
        at, size = end, min(LARGEST_STEPS, round(GROWTH * size))
