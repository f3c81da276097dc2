"""Euler's steps with a few of them evaluated: what the others would have found is forecast.

The released result is that of 25 Euler steps, which is itself off the exact solution, so a better rule converges away
from it. Here the 25 steps are all taken, but the network is asked at some of them only. Between two of those the data
that the flow heads for, x + (1 - t) v, is taken to change linearly; that leaves sums in closed form for each stretch.
Once the next evaluation is there the stretch before it is taken again with what is then known (predict, evaluate,
correct: UniPC, arXiv 2302.04867, without its other parts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

RELEASED_STEPS = 25
PREDICTED_FROM = 2
CORRECTED_FROM = 2
"""Evaluations that a line is drawn through, the newest included."""

EVALUATED: dict[int, tuple[int, ...]] = {
    8: (0, 3, 7, 10, 15, 19, 22, 24),
    9: (0, 2, 4, 7, 13, 16, 21, 22, 24),
    10: (0, 2, 4, 6, 11, 15, 19, 21, 23, 24),
    11: (0, 2, 4, 7, 9, 12, 15, 19, 21, 23, 24),
    12: (0, 1, 3, 5, 8, 11, 13, 15, 19, 20, 23, 24),
}
"""Of 25 steps, by how many are evaluated: found by search on flows to mixtures of Gaussians, and good on others of
them (``benchmarks/indextts2_solvers.py``). Evenly spread ones are off by twice as much."""


def evaluated(count: int, steps: int = RELEASED_STEPS) -> tuple[int, ...]:
    """Which of ``steps`` steps to evaluate, the first among them and, of two or more, the last.

    Args:
        count: how many, 1 to ``steps``.
        steps: Euler steps in all.
    """
    if steps == RELEASED_STEPS and count in EVALUATED:
        return EVALUATED[count]
    return tuple(round(index * (steps - 1) / max(1, count - 1)) for index in range(count))


def forecasting(velocity: Callable[[Tensor, Tensor], Tensor], x: Tensor, count: int) -> Iterator[Tensor]:
    """Integrate from 0 to 1, one evaluation a turn.

    Args:
        velocity: state and time to the state's derivative.
        x: state at 0, any shape.
        count: evaluations, at least 1; from 25 on it is Euler's rule with so many steps.

    Yields:
        The state after each stretch.
    """
    steps = max(count, RELEASED_STEPS)
    places = evaluated(count, steps)
    targets: list[Tensor] = []  # the data headed for, at the places so far
    start, begun = x, 0
    for index, (place, end) in enumerate(zip(places, (*places[1:], steps), strict=True)):
        t = place / steps
        targets.append(x + (1 - t) * velocity(x, torch.tensor(t)))
        known = places[: index + 1]
        if index:
            start = _stretch(start, known[-CORRECTED_FROM:], targets[-CORRECTED_FROM:], begun, place, steps)
        begun = place
        x = _stretch(start, known[-PREDICTED_FROM:], targets[-PREDICTED_FROM:], place, end, steps)
        yield x


def _stretch(x: Tensor, places: Sequence[int], targets: Sequence[Tensor], start: int, end: int, steps: int) -> Tensor:
    """Euler's steps from ``start`` to ``end``: each moves x by 1 / (steps left) of its way to the target there."""
    moved = x * ((steps - end) / (steps - start))
    for place, target in zip(places, targets, strict=True):
        others = [other for other in places if other != place]
        share = sum(_lagrange(place, others, step) * _left(step, end, steps) for step in range(start, end))
        moved = moved + share * target
    return moved


def _left(step: int, end: int, steps: int) -> float:
    """Of a move towards the target at ``step``, what is left at ``end``."""
    return 1.0 if step == steps - 1 else (steps - end) / ((steps - step) * (steps - step - 1))


def _lagrange(place: int, others: Sequence[int], at: float) -> float:
    """The polynomial that is 1 at ``place`` and 0 at the others."""
    value = 1.0
    for other in others:
        value *= (at - other) / (place - other)
    return value
