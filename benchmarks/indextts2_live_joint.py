"""The costlier way for comparison: the prompt is worked on again with every chunk, and sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor

from indextts.live.columns import Follower, Seen
from indextts.live.velocity import unguided
from indextts.s2mel.dit import DiT, Moment
from indextts.s2mel.guidance import nothing
from indextts.s2mel.rotary import rotary_table
from indextts.s2mel.solvers import solving

if TYPE_CHECKING:
    from benchmarks.indextts2_live_schemes import Case
    from indextts.live.plan import Piece


class Beside(Follower):
    """Columns that follow others, the prompt being worked on beside them: it is not to be remembered."""

    def __init__(self, own: Seen, *, keep: int, margin: int, prompt: int) -> None:
        super().__init__([], own, keep=0, context=10_000, margin=margin)
        self.prompt, self.final = prompt, keep

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """All before, then these; the chunk's own final columns are kept."""
        before = self._own.keys[layer] if len(self._own.keys) > layer else k[:, :, :0]
        before_v = self._own.values[layer] if len(self._own.values) > layer else v[:, :, :0]
        cut = slice(self.prompt, self.prompt + self.final)
        new, new_v = torch.cat([before, k[:, :, cut]], dim=2), torch.cat([before_v, v[:, :, cut]], dim=2)
        self._own.keys[layer : layer + 1] = [new]
        self._own.values[layer : layer + 1] = [new_v]
        return torch.cat([before, k], dim=2), torch.cat([before_v, v], dim=2)


def joint_chunk(net: DiT, case: Case, piece: Piece, so_far: Tensor, line: dict[tuple[int, bool], Seen]) -> Tensor:
    """Solve one chunk (1, M, keep)."""
    first, keep, prompt = piece.first, piece.stop - piece.first, case.mel.shape[2]
    mu = torch.cat([case.prompt, so_far[:, first:]], dim=1)
    given = net.condition(F.pad(case.mel, (0, mu.shape[1] - prompt)), case.style, mu)
    null = nothing(net, mu, case.style, mu.shape[1])
    table = rotary_table(prompt + piece.ahead, net.head_dim, mu.device)
    rotary = torch.cat([table[:prompt], table[prompt + first :]])
    margin, count = net.wavenet.margin, 0
    push = torch.zeros(())

    def one(x: Tensor, condition: Tensor, moment: Moment, key: tuple[int, bool]) -> Tensor:
        own = line.setdefault(key, Seen())
        before = Beside(own, keep=keep, margin=margin, prompt=prompt)
        columns = x.mT
        h = condition.clone()
        h[:, prompt:] += F.linear(columns, net.cond_x_merge_linear.weight[:, : net.mel])
        h = net.transformer(h, moment.blocks, rotary, past=before)
        padded = F.pad(columns, (0, 0, prompt, 0))
        r = net.skip_linear(torch.cat([h, padded], dim=-1))
        tail = own.tail if own.tail is not None else r[:, max(0, prompt - margin) : prompt]
        r = torch.cat([tail, r[:, prompt:]], dim=1)
        own.tail = r[:, : tail.shape[1] + keep][:, -margin:]
        return net._head(r, tail.shape[1], moment)

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        nonlocal count, push
        moment = net.moment(t.reshape(1))
        v = one(x, given, moment, (count, True))
        if case.options.cfg_rate:
            if unguided(count, case.options.guidance_every):
                push = v - one(x, null, moment, (count, False))
            v = v + case.options.cfg_rate * push
        count += 1
        return v

    noise = case.noise[:, :, first : piece.ahead]
    for state in solving(velocity, noise, case.options.solver, case.options.steps):
        mel = state
    return mel[:, :, :keep]
