"""The flow's velocity for the next columns of a line, the ones before being remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from indextts.live.columns import Follower, Seen
from indextts.live.graphs import ChunkGraphs
from indextts.s2mel.dit import DiT, Moment
from indextts.s2mel.passes import Pass, moment_at
from indextts.s2mel.rotary import rotary_table

Prompt = Callable[[int, Pass, Moment], Seen | None]
"""What is remembered of the prompt at an evaluation in one pass; none where that pass has no prompt."""


@dataclass
class ChunkVelocity:
    """A :data:`~indextts.s2mel.solvers.Velocity` as :class:`~indextts.s2mel.guidance.GuidedVelocity`, for one chunk.

    Attributes:
        net: the estimator.
        given: the chunk's condition (1, n, W).
        null: the same with nothing given.
        rate: strength of guidance; 0 leaves the second pass out.
        every: that pass is done anew at every so-manieth evaluation, and at the first two.
        first: position of the chunk's first column, the prompt counted.
        keep: columns that are final; the others are looked ahead at.
        context: columns of the line to remember.
        prompt: gives the prompt's columns.
        line: what is remembered of the line, by evaluation and pass; grows.
        at_once: do both passes as a batch of two; then both must see the prompt.
        graphs: recorded passes, for chunks of a shape that comes again; none computes them kernel by kernel.
    """

    net: DiT
    given: Tensor
    null: Tensor
    rate: float
    every: int
    first: int
    keep: int
    context: int
    prompt: Prompt
    line: dict[tuple[int, Pass], Seen]
    at_once: bool = False
    graphs: ChunkGraphs | None = None
    _evaluations: int = field(init=False, default=0)
    _push: Tensor = field(init=False)
    _rotary: Tensor = field(init=False)

    def __post_init__(self) -> None:
        stop = self.first + self.given.shape[1]
        self._rotary = rotary_table(stop, self.net.head_dim, self.given.device)[self.first :]

    def __call__(self, x: Tensor, t: Tensor) -> Tensor:
        """``x`` (1, M, n) float32 and time to velocity (1, M, n) float32."""
        moment = moment_at(self.net, t)
        count, self._evaluations = self._evaluations, self._evaluations + 1
        if not (self.rate and unguided(count, self.every)):
            v = self._of(x, count, moment, "given")
            return v + self.rate * self._push if self.rate else v
        v, null = self._pair(x, count, moment)
        self._push = v - null
        return v + self.rate * self._push

    def _pair(self, x: Tensor, count: int, moment: Moment) -> tuple[Tensor, Tensor]:
        """With and without condition."""
        if not self.at_once:
            return self._of(x, count, moment, "given"), self._of(x, count, moment, "null")
        v, null = self._of(x.expand(2, -1, -1), count, moment, "both").chunk(2)
        return v, null

    def _condition(self, which: Pass) -> Tensor:
        if which == "both":
            return torch.cat([self.given, self.null])
        return self.given if which == "given" else self.null

    def _of(self, x: Tensor, count: int, moment: Moment, which: Pass) -> Tensor:
        prompt = self.prompt(count, which, moment)
        own = self.line.setdefault((count, which), Seen())
        condition = self._condition(which)
        past = [] if prompt is None else [prompt]
        if self.graphs is not None:
            inputs = x, condition, moment, self._rotary
            v = self.graphs.onward(self.net, inputs, past, own, keep=self.keep, most=self.context)
            if v is not None:
                return v.float()
        lead = 0
        if prompt is None and own.tail is None:  # nothing before: the head needs enough to mirror its ends
            lead = max(0, self.net.wavenet.reach + 1 - x.shape[2])
            x, condition = F.pad(x, (lead, 0)), F.pad(condition, (0, 0, lead, 0), mode="replicate")
        before = Follower(
            past,
            own,
            keep=self.keep + lead,
            context=self.context,
            margin=self.net.wavenet.margin,
        )
        rotary = self._rotary if not lead else rotary_table(x.shape[2], self.net.head_dim, x.device)
        return self.net.onward(x, condition, moment, rotary, before)[:, :, lead:].float()


def unguided(count: int, every: int) -> bool:
    """Whether the pass without condition is done at evaluation ``count``."""
    return count < 2 or count % every == 0
