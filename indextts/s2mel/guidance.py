"""Classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598): away from what the model does unconditioned."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from indextts.s2mel.dit import DiT, Moment
from indextts.s2mel.passes import at_once, moment_at
from indextts.s2mel.rotary import rotary_table


@dataclass
class GuidedVelocity:
    """The estimator's velocity of the target columns, guided; a :data:`~indextts.s2mel.solvers.Velocity`.

    Attributes:
        net: the estimator.
        given: conditioned (1, T, W), from its ``condition``.
        null: the same with nothing given, (1, T, W), or shorter: then the pass without condition sees fewer columns.
        rate: how far away; 0 leaves that pass out.
        every: the pass without condition is done anew at every so-manieth evaluation (and at the first two, where
            solvers find their direction); between, its distance from the conditioned one is kept.

    Both passes are one batch of two where that is faster and they see the same columns.
    """

    net: DiT
    given: Tensor
    null: Tensor
    rate: float
    every: int
    rotary: Tensor = field(init=False)
    _evaluations: int = field(init=False, default=0)
    _push: Tensor = field(init=False)
    _both: Tensor | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.rotary = rotary_table(self.given.shape[1], self.net.head_dim, self.given.device)
        if self.rate and at_once(self.given.device) and self.given.shape == self.null.shape:
            self._both = torch.cat([self.given, self.null])

    def __call__(self, x: Tensor, t: Tensor) -> Tensor:
        """``x`` (1, M, n) float32 and time to velocity (1, M, n) float32."""
        moment = moment_at(self.net, t)
        count, self._evaluations = self._evaluations, self._evaluations + 1
        if not self.rate or (count >= 2 and count % self.every):
            v = self._of(x, self.given, moment)
            return v + self.rate * self._push if self.rate else v
        v, null = self._pair(x, moment)
        self._push = v - null
        return v + self.rate * self._push

    def _pair(self, x: Tensor, moment: Moment) -> tuple[Tensor, Tensor]:
        """With and without condition."""
        if self._both is None:  # as fast on a processor, and half the memory
            return self._of(x, self.given, moment), self._of(x, self.null, moment)
        v, null = self._of(x.expand(2, -1, -1), self._both, moment).chunk(2)
        return v, null

    def _of(self, x: Tensor, condition: Tensor, moment: Moment) -> Tensor:
        return self.net.velocity(x, condition, moment, self.rotary[: condition.shape[1]]).float()


def nothing(net: DiT, like: Tensor, style: Tensor, length: int) -> Tensor:
    """The condition (1, length, W) when prompt, style and content are all zero; the same in every column."""
    zeros = (torch.zeros(1, net.mel, 1), torch.zeros(1, style.shape[1]), torch.zeros(1, 1, like.shape[2]))
    return net.condition(*(zero.to(like) for zero in zeros)).expand(-1, length, -1)
