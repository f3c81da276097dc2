"""Conditional flow matching (Lipman et al. 2022, arXiv 2210.02747): noise to mel along a learned velocity."""

from __future__ import annotations

from collections.abc import Iterator

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import S2MelConfig
from indextts.errors import OptionError
from indextts.s2mel.dit import DiT
from indextts.s2mel.guidance import GuidedVelocity, nothing
from indextts.s2mel.matrix import Linear, packable
from indextts.s2mel.solvers import OnStep, solving
from indextts.s2mel.transformer import Attention
from indextts.s2mel.wavenet import Convolution

TYPICAL_FRAMES = 1280


class FlowMatching(nn.Module):
    """Noise to mel. Widths: mel M, condition C, style S; T = Tr (prompt) + n (target) columns."""

    def __init__(self, config: S2MelConfig) -> None:
        super().__init__()
        self.estimator = DiT(config)

    @property
    def unused(self) -> tuple[str, ...]:
        """Patterns of the checkpoint's keys that inference has no use for."""
        return tuple(rf"estimator\.{pattern}" for pattern in self.estimator.unused)

    def pack(self, rows: int = TYPICAL_FRAMES) -> None:
        """Put the weights into the layout that the processor multiplies fastest, once, after they are in.

        Afterwards they can neither be saved nor moved to another device or dtype. Results differ by rounding only.
        Where there is nothing to gain (other devices, builds of torch without oneDNN) nothing changes.

        Args:
            rows: length to expect, mel frames of prompt and target together; others are fast as well.
        """
        if not packable(self.estimator.conv1.weight):
            return
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
        solver: str = "euler",
        guidance_every: int = 1,
        guidance_prompt: bool = True,
        on_step: OnStep | None = None,
    ) -> Tensor:
        """Integrate from noise to mel.

        The work is one or two evaluations of the estimator per solver step, each over all T columns. What costs
        nothing in fidelity is always left out: parts that do not change with time are computed once, and the head
        and the last block see the target's columns only.

        Args:
            mu: (1, T, C), conditions of prompt and target.
            prompt: (1, M, Tr), the reference's log-mel.
            style: (1, S).
            noise: (1, M, T) from a standard normal distribution; the prompt's columns are not looked at.
            steps: solver steps, at least 1.
            cfg_rate: strength of guidance; 0 halves the work.
            solver: ``euler`` as released, ``forecast``, which comes nearest to it with few steps, ``ab2``, ``midpoint``
                or ``heun``; see :mod:`indextts.s2mel.solvers`.
            guidance_every: compute guidance anew at every so-manieth evaluation only, at least 1; 2 saves up to a
                quarter of the work.
            guidance_prompt: whether the unconditioned pass sees the prompt's (empty) columns, as released; without
                them it costs n / T of it, but on random weights the mel changed by as much as 26 %.
            on_step: called after every step with steps done and steps in all; may raise to stop.

        Returns:
            (1, M, T) float32, log-mel; the prompt's columns are zero.

        Raises:
            OptionError: an unknown solver, fewer than 1 step, ``guidance_every`` below 1, or shapes that contradict
                each other.
        """
        states = self.solving(
            mu,
            prompt,
            style,
            noise,
            steps=steps,
            cfg_rate=cfg_rate,
            solver=solver,
            guidance_every=guidance_every,
            guidance_prompt=guidance_prompt,
        )
        for k, state in enumerate(states, 1):
            mel = state
            if on_step:
                on_step(k, steps)
        return F.pad(mel, (prompt.shape[2], 0))

    def solving(
        self,
        mu: Tensor,
        prompt: Tensor,
        style: Tensor,
        noise: Tensor,
        *,
        steps: int,
        cfg_rate: float,
        solver: str,
        guidance_every: int,
        guidance_prompt: bool,
    ) -> Iterator[Tensor]:
        """As :meth:`solve`, one step a turn: the target's columns (1, M, n) float32 after each; the last are the mel.

        Raises:
            OptionError: as there, at the first turn.
        """
        length, first = mu.shape[1], prompt.shape[2]
        if noise.shape[2] != length or first >= length or guidance_every < 1:
            what = f"{length} conditions, {noise.shape[2]} columns of noise, {first} of prompt, every {guidance_every}"
            raise OptionError(f"The flow cannot be solved: {what}.", "Give equal lengths, longer than the prompt.")
        net = self.estimator
        given = net.condition(F.pad(prompt, (0, length - first)), style, mu)
        null = nothing(net, mu, style, length if guidance_prompt else self._target_only(length, length - first))
        velocity = GuidedVelocity(net, given, null, cfg_rate, guidance_every)
        yield from solving(velocity, noise[:, :, first:].float(), solver, steps)

    def _target_only(self, length: int, target: int) -> int:
        """Columns for a pass without the prompt's: the target's, and enough that the head can mirror its ends."""
        return min(length, max(target, self.estimator.wavenet.reach + 1))
