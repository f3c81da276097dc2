"""Ways to solve a line's flow in chunks, each against the whole line: error of the mel, step at the joins, cost.

``causal``      columns see the prompt and the chunks before as they were solved (what the library does)
``joint``       the same, but the prompt is worked on again with every chunk and sees it
``so far``      all that is known is solved again with every chunk, the new frames are taken
``as prompt``   each chunk is solved by itself, the mel before it given as more prompt
``alone``       each chunk by itself behind the prompt: the floor
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.duration import CODES_50_HZ
from indextts.live.columns import Seen
from indextts.live.flow import LineFlow
from indextts.live.pace import Pace
from indextts.live.plan import Piece, Plan
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.options import FlowOptions
from indextts.parts import Part
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LengthRegulator

LONG = 10_000


@dataclass(frozen=True)
class Case:
    """One line with everything that its flow needs.

    Attributes:
        name: of the model and the line.
        flow: the model.
        regulator: content to conditions.
        content: of the line (1, n, C).
        prompt: the prompt's conditions (1, Tr, W).
        mel: the prompt's mel (1, M, Tr).
        style: (1, S).
        noise: (1, M, T) of the line.
        options: how to solve.
        wave: mel to samples; none where there is no vocoder.
    """

    name: str
    flow: FlowMatching
    regulator: LengthRegulator
    content: Tensor
    prompt: Tensor
    mel: Tensor
    style: Tensor
    noise: Tensor
    options: FlowOptions
    wave: Callable[[Tensor], Tensor] | None = None

    def solve(self, condition: Tensor, noise: Tensor, more: Tensor | None = None, mu: Tensor | None = None) -> Tensor:
        """A mel (1, M, n) for ``condition`` (1, n, W), behind the prompt and, if given, more mel with its mu."""
        mel = self.mel if more is None else torch.cat([self.mel, more], dim=2)
        before = self.prompt if mu is None else torch.cat([self.prompt, mu], dim=1)
        first = mel.shape[2]
        full = torch.cat([torch.zeros_like(mel), noise], dim=2)
        o = self.options
        solved = self.flow.solve(
            torch.cat([before, condition], dim=1),
            mel,
            self.style,
            full,
            steps=o.steps,
            cfg_rate=o.cfg_rate,
            solver=o.solver,
            guidance_every=o.guidance_every,
            guidance_prompt=o.guidance_prompt,
        )
        return solved[:, :, first:]

    def whole(self) -> Tensor:
        """The line as one."""
        return self.solve(self.regulator(self.content, self.noise.shape[2]), self.noise)


@dataclass(frozen=True)
class Outcome:
    """How a scheme did."""

    mel: Tensor
    joins: list[int]
    seconds: float


def pieces(codes: int, sizes: tuple[int, ...], lookahead: int) -> Iterator[Piece]:
    """The chunks of a line of so many codes, as live speech would cut it."""
    plan = Plan(Pace.natural(CODES_50_HZ, 1.0, whole_frames=False), sizes, lookahead, 1)
    for known in range(1, codes + 1):
        while piece := plan.next(known, ended=known == codes):
            yield piece


def run(case: Case, scheme: str, sizes: tuple[int, ...], lookahead: int, *, regulated: str = "so far") -> Outcome:
    """Solve chunk by chunk.

    Args:
        case: what.
        scheme: a name in :data:`SCHEMES`.
        sizes: codes of the chunks.
        lookahead: codes ahead.
        regulated: conditions from the codes ``so far``, or as if the ``whole`` line were known (to tell the two
            sources of error apart).
    """
    solve = SCHEMES[scheme](case)
    target = case.regulator(case.content, case.noise.shape[2])
    made: list[Tensor] = []
    joins: list[int] = []
    begun = time.process_time()
    for piece in pieces(case.content.shape[1], sizes, lookahead):
        sources = torch.from_numpy(piece.sources)
        so_far = target[:, : piece.ahead]
        if regulated == "so far":
            so_far = case.regulator.placed(case.content[:, : piece.codes], sources)
        made.append(solve(piece, so_far))
        joins.append(piece.stop)
    return Outcome(torch.cat(made, dim=2), joins[:-1], time.process_time() - begun)


Solve = Callable[[Piece, Tensor], Tensor]


def _causal(case: Case) -> Solve:
    line = _line(case)

    def solve(piece: Piece, so_far: Tensor) -> Tensor:
        noise = case.noise[:, :, piece.first : piece.ahead]
        for state in line.chunk(so_far[:, piece.first :], noise, piece.first, piece.stop - piece.first):
            mel = state
        return mel[:, :, : piece.stop - piece.first]

    return solve


def _line(case: Case) -> LineFlow:
    return LineFlow(
        Part.of(case.flow),
        case.prompt,
        case.mel,
        case.style,
        case.options,
        columns=PromptColumns(),
        shelf=PromptShelf(),
        context=LONG,
    )


def _joint(case: Case) -> Solve:
    """Prompt and chunk are the columns at hand; the chunks before are remembered."""
    net = case.flow.estimator
    line: dict[tuple[int, bool], Seen] = {}

    def solve(piece: Piece, so_far: Tensor) -> Tensor:
        return joint_chunk(net, case, piece, so_far, line)

    return solve


def _so_far(case: Case) -> Solve:
    def solve(piece: Piece, so_far: Tensor) -> Tensor:
        return case.solve(so_far, case.noise[:, :, : piece.ahead])[:, :, piece.first : piece.stop]

    return solve


def _as_prompt(case: Case) -> Solve:
    mels: list[Tensor] = []
    mus: list[Tensor] = []

    def solve(piece: Piece, so_far: Tensor) -> Tensor:
        more, mu = (torch.cat(mels, dim=2), torch.cat(mus, dim=1)) if mels else (None, None)
        noise = case.noise[:, :, piece.first : piece.ahead]
        mel = case.solve(so_far[:, piece.first :], noise, more, mu)[:, :, : piece.stop - piece.first]
        mels.append(mel)
        mus.append(so_far[:, piece.first : piece.stop])
        return mel

    return solve


def _alone(case: Case) -> Solve:
    def solve(piece: Piece, so_far: Tensor) -> Tensor:
        noise = case.noise[:, :, piece.first : piece.ahead]
        return case.solve(so_far[:, piece.first :], noise)[:, :, : piece.stop - piece.first]

    return solve


SCHEMES: dict[str, Callable[[Case], Solve]] = {
    "causal": _causal,
    "joint": _joint,
    "so far": _so_far,
    "as prompt": _as_prompt,
    "alone": _alone,
}


def relative_error(mel: Tensor, whole: Tensor) -> float:
    """RMS of the difference over RMS of the whole's deviation from its mean."""
    return float((mel - whole).square().mean().sqrt() / (whole - whole.mean()).square().mean().sqrt())


def worst_step(values: Tensor, whole: Tensor, joins: list[int], hop: int = 1) -> float:
    """Largest step at a join, over the 99.9th percentile of the whole's own steps.

    Args:
        values: (C, n) streamed.
        whole: (C, n).
        joins: places of joins in units of ``hop``.
        hop: columns a unit.
    """
    own = whole.diff(dim=1).norm(dim=0)
    limit = float(own.quantile(0.999))
    if not joins:
        return 0.0
    steps = values.diff(dim=1).norm(dim=0)
    return max(float(steps[join * hop - 1]) for join in joins) / limit


from benchmarks.indextts2_live_joint import joint_chunk  # noqa: E402 # needs Case
