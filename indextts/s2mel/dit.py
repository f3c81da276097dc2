"""The flow's estimator: noisy mel, condition, style, time to velocity (DiT, arXiv 2212.09748, and a WaveNet head)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import S2MelConfig
from indextts.s2mel.matrix import Linear
from indextts.s2mel.rotary import rotary_table
from indextts.s2mel.timestep import TimestepEmbedder
from indextts.s2mel.transformer import Past, Transformer
from indextts.s2mel.wavenet import WaveNet

FINAL_NORM_EPS = 1e-6


@dataclass(frozen=True)
class Moment:
    """Everything that depends on time alone."""

    blocks: tuple[list[Tensor], Tensor]
    wavenet: list[Tensor]
    final: Tensor


class Before(Past, Protocol):
    """What is remembered, at one moment, of columns that come before those at hand."""

    def lead(self, r: Tensor) -> Tensor:
        """The head's input (B, n, W) with that of the last columns before it in front, (B, margin + n, W)."""
        ...


class FinalLayer(nn.Module):
    """A plain layer norm with scale and shift from the time vector, then one linear layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = Linear(width, width)
        self.adaLN_modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 2 * width))

    def modulation(self, time: Tensor) -> Tensor:
        """``time`` (B, width) to shift and scale, (2, B, 1, width)."""
        return torch.stack(self.adaLN_modulation(time).chunk(2, dim=-1))[:, :, None]

    def forward(self, y: Tensor, modulation: Tensor) -> Tensor:
        """``y`` (B, T, width) to the same shape."""
        shift, scale = modulation
        normed = F.layer_norm(y, y.shape[-1:], eps=FINAL_NORM_EPS)
        out: Tensor = self.linear(torch.addcmul(shift, normed, 1 + scale))
        return out


class DiT(nn.Module):
    """The estimator. Widths: mel ``in_channels`` M, transformer and head W, condition C, style S."""

    def __init__(self, config: S2MelConfig) -> None:
        super().__init__()
        dit, style = config.dit, config.style_encoder.dim
        mel, width, self.depth = dit.in_channels, dit.hidden_dim, dit.depth
        self.mel, self.head_dim = mel, width // dit.num_heads
        head = config.wavenet.hidden_dim
        self.cond_projection = nn.Linear(dit.content_dim, width)
        self.cond_x_merge_linear = nn.Linear(2 * mel + width + style, width)
        self.t_embedder = TimestepEmbedder(width)
        self.t_embedder2 = TimestepEmbedder(head)
        self.transformer = Transformer(dit)
        self.skip_linear = Linear(width + mel, width)
        self.conv1 = Linear(width, head)
        self.res_projection = Linear(width, head)
        self.wavenet = WaveNet(config.wavenet)
        self.final_layer = FinalLayer(head)
        self.conv2 = nn.Conv1d(head, mel, 1)

    @property
    def unused(self) -> tuple[str, ...]:
        """Patterns of the checkpoint's keys that inference has no use for."""
        idle = "|".join(str(i) for i in range(self.depth // 2 + 1))
        skips = rf"transformer\.layers\.({idle})\.skip_in_linear\..*"
        return (r"x_embedder\..*", r"cond_embedder\..*", r"content_mask_embedder\..*", "input_pos", skips)

    def moment(self, t: Tensor) -> Moment:
        """Time ``t`` (B,) float32 in [0, 1] as every layer takes it."""
        first, second = self.t_embedder(t), self.t_embedder2(t)
        return Moment(
            self.transformer.modulation(first), self.wavenet.steering(second), self.final_layer.modulation(first)
        )

    def condition(self, prompt: Tensor, style: Tensor, mu: Tensor) -> Tensor:
        """The part of the first layer that does not change with time.

        Args:
            prompt: (B, M, T), the reference mel with zeros after it.
            style: (B, S).
            mu: (B, T, C).

        Returns:
            (B, T, W).
        """
        merge = self.cond_x_merge_linear
        steady = [prompt.mT, self.cond_projection(mu), style[:, None].expand(-1, mu.shape[1], -1)]
        return F.linear(torch.cat(steady, dim=-1), merge.weight[:, self.mel :], merge.bias)

    def velocity(self, x: Tensor, condition: Tensor, moment: Moment, rotary: Tensor) -> Tensor:
        """Velocity of the last columns.

        Args:
            x: (B, M, n), the noisy mel's last n columns; those before are zero.
            condition: (B, T, W) from :meth:`condition`.
            moment: from :meth:`moment`.
            rotary: table for T positions.

        Returns:
            (B, M, n).
        """
        columns = x.mT.to(condition.dtype)  # (B, n, M)
        n, length = columns.shape[1], condition.shape[1]
        h = condition.clone()  # (B, T, W)
        h[:, length - n :] += F.linear(columns, self.cond_x_merge_linear.weight[:, : self.mel])
        margin = min(self.wavenet.margin, length - n)  # columns that only the head's convolutions look at
        h = self.transformer(h, moment.blocks, rotary, length - n - margin)  # (B, margin + n, W)
        r = self.skip_linear(torch.cat([h, F.pad(columns, (0, 0, margin, 0))], dim=-1))
        return self._head(r, margin, moment)

    def _head(self, r: Tensor, margin: int, moment: Moment) -> Tensor:
        """``r`` (B, margin + n, W) to velocity (B, M, n)."""
        n = r.shape[1] - margin
        cut = margin == self.wavenet.margin
        y = self.wavenet(self.conv1(r), moment.wavenet, cut=cut)[:, -n:]  # (B, n, W)
        y = self.final_layer(y + self.res_projection(r[:, margin:]), moment.final)
        return F.linear(y, self.conv2.weight.squeeze(-1), self.conv2.bias).mT

    def onward(self, x: Tensor, condition: Tensor, moment: Moment, rotary: Tensor, before: Before) -> Tensor:
        """Velocity of columns that come after others, which were worked on before and are not worked on again.

        Args:
            x: (B, M, n), the noisy mel's next n columns.
            condition: theirs, (B, n, W).
            moment: the time that ``before`` is of.
            rotary: table for their positions.
            before: what is remembered of the columns before; it is shown these columns too.

        Returns:
            (B, M, n).
        """
        columns = x.mT.to(condition.dtype)  # (B, n, M)
        h = condition + F.linear(columns, self.cond_x_merge_linear.weight[:, : self.mel])
        h = self.transformer(h, moment.blocks, rotary, past=before)  # (B, n, W)
        r = before.lead(self.skip_linear(torch.cat([h, columns], dim=-1)))  # (B, margin + n, W)
        return self._head(r, r.shape[1] - columns.shape[1], moment)

    def prompted(self, condition: Tensor, moment: Moment, rotary: Tensor, before: Before) -> None:
        """Show ``before`` the prompt's columns, all zero in the noisy mel: ``condition`` (B, Tr, W)."""
        length = condition.shape[1]
        kept = min(self.wavenet.margin, length)  # columns that the head's convolutions look back on
        h = self.transformer(condition, moment.blocks, rotary, length - kept, past=before)
        before.lead(self.skip_linear(F.pad(h, (0, self.mel))))

    def forward(self, x: Tensor, prompt: Tensor, t: Tensor, style: Tensor, mu: Tensor) -> Tensor:
        """One whole evaluation: ``x``, ``prompt`` (B, M, T), ``t`` (B,), ``style`` (B, S), ``mu`` (B, T, C)."""
        rotary = rotary_table(x.shape[-1], self.head_dim, x.device)
        return self.velocity(x, self.condition(prompt, style, mu), self.moment(t), rotary)
