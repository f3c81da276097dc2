"""One line's mel, chunk by chunk, as near to the whole line's as columns can be that do not see what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.live.columns import Recorder, Seen
from indextts.live.graphs import chunk_graphs_of
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.live.velocity import ChunkVelocity, Prompt, unguided
from indextts.options import FlowOptions
from indextts.parts import Part, fit
from indextts.recorded import can_record
from indextts.s2mel.dit import DiT, Moment
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.guidance import nothing
from indextts.s2mel.passes import Pass, at_once, moment_at
from indextts.s2mel.rotary import rotary_table
from indextts.s2mel.solvers import solving


@dataclass
class _PromptOnly:
    """A velocity of nothing that asks for the prompt as :class:`ChunkVelocity` does."""

    net: DiT
    prompt: Prompt
    options: FlowOptions
    count: int = 0

    def __call__(self, x: Tensor, t: Tensor) -> Tensor:
        moment = moment_at(self.net, t)
        guided = bool(self.options.cfg_rate) and unguided(self.count, self.options.guidance_every)
        for which in passes(self.net, self.options, guided=guided):
            self.prompt(self.count, which, moment)
        self.count += 1
        return torch.zeros_like(x)


def passes(net: DiT, options: FlowOptions, *, guided: bool) -> tuple[Pass, ...]:
    """What an evaluation does one after the other."""
    if not guided:
        return ("given",)
    # The pass without condition can only be in one batch with the other if it has as many columns.
    return ("both",) if options.guidance_prompt and at_once(net.conv2.weight.device) else ("given", "null")


class LineFlow:
    """The flow of one line.

    Args:
        flow: solves.
        content: the prompt's regulated content (1, Tr, C).
        mel: the prompt's log-mel (1, M, Tr).
        style: (1, S).
        options: how the flow is solved.
        columns: where the speaker's prompt is remembered.
        shelf: how much of it may be.
        context: frames of the line that later ones still see.
        graphs: record passes where that can be done.
    """

    def __init__(
        self,
        flow: Part[FlowMatching],
        content: Tensor,
        mel: Tensor,
        style: Tensor,
        options: FlowOptions,
        *,
        columns: PromptColumns,
        shelf: PromptShelf,
        context: int,
        graphs: bool = False,
    ) -> None:
        self._graphs = graphs
        self._flow, self._options = flow, options
        self._content, self._mel, self._style = content, mel, style
        self._columns, self._shelf, self._context = columns, shelf, context
        self._line: dict[tuple[int, Pass], Seen] = {}

    @torch.inference_mode()
    def chunk(self, condition: Tensor, noise: Tensor, first: int, keep: int) -> Iterator[Tensor]:
        """Solve the next frames, one solver step a turn.

        Args:
            condition: (1, n, C), from frame ``first`` on.
            noise: (1, M, n), theirs.
            first: the line's frame they begin at; chunks follow each other without a gap.
            keep: how many of them are final, 1 to n; the others are looked ahead at.

        Yields:
            The frames (1, M, n) float32 after each step; what the last turn gives is the mel, to keep and ahead.
        """
        with self._flow.lent() as flow:
            net = flow.estimator
            mu, style = fit(flow, condition, self._style)
            nil = nothing(net, mu, style, mu.shape[1])
            given = net.condition(mu.new_zeros(1, net.mel, mu.shape[1]), style, mu)
            velocity = ChunkVelocity(
                net,
                given,
                nil,
                self._options.cfg_rate,
                self._options.guidance_every,
                self._mel.shape[2] + first,
                keep,
                self._context,
                self._prompt(net),
                self._line,
                at_once=passes(net, self._options, guided=True) == ("both",),
                graphs=chunk_graphs_of(net) if self._graphs and can_record(given) else None,
            )
            states = solving(velocity, noise.to(mu.device).float(), self._options.solver, self._options.steps)
        yield from states

    @torch.inference_mode()
    def warm(self) -> Iterator[None]:
        """Do the prompt's part beforehand, one solver step a turn; otherwise the first chunk does it."""
        with self._flow.lent() as flow:
            velocity = _PromptOnly(flow.estimator, self._prompt(flow.estimator), self._options)
        for _ in solving(velocity, torch.zeros(1), self._options.solver, self._options.steps):
            yield

    def _prompt(self, net: DiT) -> Prompt:
        length = self._mel.shape[2]
        like = net.conv2.weight
        settings = (length, self._options.solver, self._options.steps, like.dtype, like.device)

        def seen(count: int, which: Pass, moment: Moment) -> Seen | None:
            if which == "null" and not self._options.guidance_prompt:
                return None
            key = (*settings, count, which)
            return self._shelf.get(self._columns, key, lambda: self._recorded(net, which, moment))

        return seen

    def _recorded(self, net: DiT, which: Pass, moment: Moment) -> Seen:
        like = net.conv2.weight
        content, mel, style = (tensor.to(like) for tensor in (self._content, self._mel, self._style))
        given, null = net.condition(mel, style, content), nothing(net, content, style, mel.shape[2])
        condition = {"given": given, "null": null, "both": torch.cat([given, null])}[which]
        recorder = Recorder()
        net.prompted(condition, moment, rotary_table(mel.shape[2], net.head_dim, like.device), recorder)
        return recorder.seen
