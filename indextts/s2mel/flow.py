"""Conditional flow matching (Lipman et al. 2022, arXiv 2210.02747) with classifier-free guidance (2207.12598)."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import S2MelConfig
from indextts.s2mel.dit import DiT
from indextts.s2mel.matrix import Linear
from indextts.s2mel.rotary import rotary_table
from indextts.s2mel.transformer import Attention
from indextts.s2mel.wavenet import Convolution

TYPICAL_FRAMES = 1280
OnStep = Callable[[int, int], None]


class FlowMatching(nn.Module):
    """Noise to mel, along the velocity that the estimator gives."""

    def __init__(self, config: S2MelConfig) -> None:
        super().__init__()
        self.estimator = DiT(config)

    @property
    def unused(self) -> tuple[str, ...]:
        """Patterns of the checkpoint's keys that inference has no use for."""
        return tuple(rf"estimator\.{pattern}" for pattern in self.estimator.unused)

    def pack(self, rows: int = TYPICAL_FRAMES) -> None:
        """Put the weights into the layout that the processor multiplies fastest (a third off, measured on Zen 4).

        Afterwards they can neither be saved nor moved to another device or dtype.

        Args:
            rows: length to expect, mel frames of prompt and target together; others are fast as well.
        """
        for module in self.modules():
            if isinstance(module, Linear | Attention | Convolution):
                module.pack(rows)

    def solve(
        self,
        mu: Tensor,
        prompt: Tensor,
        style: Tensor,
        noise: Tensor,
        *,
        steps: int = 25,
        cfg_rate: float = 0.7,
        on_step: OnStep | None = None,
    ) -> Tensor:
        """Integrate."""
        length, first = mu.shape[1], prompt.shape[2]
        velocity = self._guided(mu, F.pad(prompt, (0, length - first)), style, cfg_rate)
        x = noise[:, :, first:].float()
        grid = torch.linspace(0, 1, steps + 1)
        t = grid[0]
        for k in range(steps):
            dt = grid[k + 1] - grid[k]
            x = x + dt * velocity(x, t)
            t = t + dt
            if on_step:
                on_step(k + 1, steps)
        return F.pad(x, (first, 0))

    def _guided(self, mu: Tensor, prompt: Tensor, style: Tensor, cfg_rate: float) -> Callable[[Tensor, Tensor], Tensor]:
        net = self.estimator
        given = net.condition(prompt, style, mu)
        null = net.condition(torch.zeros_like(prompt), torch.zeros_like(style), torch.zeros_like(mu))
        rotary = rotary_table(mu.shape[1], net.head_dim, mu.device)

        def velocity(x: Tensor, t: Tensor) -> Tensor:
            moment = net.moment(t.reshape(1).to(x.device))
            v = net.velocity(x, given, moment, rotary).float()
            if not cfg_rate:
                return v
            return (1 + cfg_rate) * v - cfg_rate * net.velocity(x, null, moment, rotary).float()

        return velocity
