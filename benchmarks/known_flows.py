"""Flows whose velocity is known in closed form, from noise to mixtures of Gaussians, guided as the model is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

RATE = 0.7
DIMENSIONS, TRAJECTORIES, COMPONENTS, NEAR = 60, 24, 16, 3
Velocity = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Flow:
    """One flow.

    Attributes:
        given: the conditioned velocity.
        null: that of everything there is.
        noise: starts of trajectories (n, dimensions).
    """

    given: Velocity
    null: Velocity
    noise: Tensor

    def guided(self, every: int = 1) -> Velocity:
        """As :class:`indextts.s2mel.guidance.GuidedVelocity`: between refreshes the push is kept. For one solution."""
        count, push = 0, torch.zeros(())

        def velocity(x: Tensor, t: Tensor) -> Tensor:
            nonlocal count, push
            v = self.given(x, t)
            if count < 2 or count % every == 0:
                push = v - self.null(x, t)
            count += 1
            return v + RATE * push

        return velocity


def mixture(means: Tensor, spreads: Tensor) -> Velocity:
    """The velocity from a standard normal distribution to equally likely Gaussians, both (components, dimensions)."""

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        variance = (1 - t) ** 2 + (t * spreads) ** 2
        off = x[:, None] - t * means
        weight = (-0.5 * off**2 / variance - 0.5 * variance.log()).sum(-1).softmax(-1)[..., None]
        return (weight * (means + (t * spreads**2 - (1 - t)) / variance * off)).sum(1)

    return velocity


SELECTED = [(0.2, 1.2, 2.0), (0.05, 0.3, 1.0), (0.3, 0.6, 0.5), (0.02, 0.1, 2.0), (0.1, 0.8, 1.0), (0.5, 1.0, 1.0)]
"""Spreads from and to, scale of the means: the condition chooses three of sixteen and halves their spreads."""
LIKE_MEL = [(0.05, 0.5, 0.1), (0.2, 1.0, 0.3), (0.02, 1.0, 0.05), (0.5, 1.2, 0.5)]
"""Conditioned spreads from and to, distance of the three: everything lies about -5, as a log-mel does."""


def selected(spread: tuple[float, float], scale: float, source: torch.Generator) -> Flow:
    """See :data:`SELECTED`."""
    means = scale * torch.randn(COMPONENTS, DIMENSIONS, generator=source)
    spreads = spread[0] + (spread[1] - spread[0]) * torch.rand(COMPONENTS, DIMENSIONS, generator=source)
    noise = torch.randn(TRAJECTORIES, DIMENSIONS, generator=source)
    return Flow(mixture(means[:NEAR], spreads[:NEAR] / 2), mixture(means, spreads), noise)


def like_mel(spread: tuple[float, float], apart: float, source: torch.Generator) -> Flow:
    """See :data:`LIKE_MEL`."""
    means = -5 + 2.5 * torch.randn(COMPONENTS, DIMENSIONS, generator=source)
    spreads = 0.5 + torch.rand(COMPONENTS, DIMENSIONS, generator=source)
    near = means[0] + apart * torch.randn(NEAR, DIMENSIONS, generator=source)
    share = torch.rand(NEAR, DIMENSIONS, generator=source)
    narrow = spread[0] * (spread[1] / spread[0]) ** share
    noise = torch.randn(TRAJECTORIES, DIMENSIONS, generator=source)
    return Flow(mixture(near, narrow), mixture(means, spreads), noise)


def flows(seeds: range) -> Iterator[Flow]:
    """Every kind, with every seed. The search for the evaluated steps used seeds below 20."""
    for seed in seeds:
        for low, high, scale in SELECTED:
            yield selected((low, high), scale, torch.Generator().manual_seed(seed))
        for low, high, apart in LIKE_MEL:
            yield like_mel((low, high), apart, torch.Generator().manual_seed(seed))
