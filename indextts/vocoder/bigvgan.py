"""BigVGAN v2: mel to wave."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from indextts.config import BigVGANConfig
from indextts.vocoder.activation import UNUSED, AntiAliased
from indextts.vocoder.amp import AMPBlock

__all__ = ["UNUSED", "BigVGAN"]


class BigVGAN(nn.Module):
    """Mel frames to samples through stages of upsampling and residual blocks.

    Source: Lee et al. 2023, arXiv 2206.04658.
    """

    def __init__(self, config: BigVGANConfig) -> None:
        super().__init__()
        width = config.upsample_initial_channel
        widths = [width >> (stage + 1) for stage in range(len(config.upsample_rates))]
        sizes = zip([width, *widths], widths, config.upsample_kernel_sizes, config.upsample_rates, strict=False)
        self.conv_pre = nn.Conv1d(config.num_mels, width, 7, padding=3)
        # One list inside the other only because the checkpoint names them so.
        self.ups = nn.ModuleList(
            nn.ModuleList([nn.ConvTranspose1d(a, b, kernel, rate, padding=(kernel - rate) // 2)])
            for a, b, kernel, rate in sizes
        )
        kinds = list(zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True))
        self.resblocks = nn.ModuleList(AMPBlock(width, *kind) for width in widths for kind in kinds)
        self.activation_post = AntiAliased(widths[-1])
        self.conv_post = nn.Conv1d(widths[-1], 1, 7, padding=3, bias=config.use_bias_at_final)

    def forward(self, mel: Tensor) -> Tensor:
        """Speak log-mel frames (B,80,T) at 86.13 a second: samples (B,1,256T) at 22,050 Hz, within ±1."""
        x = self.conv_pre(mel)  # (B,1536,T)
        blocks = len(self.resblocks) // len(self.ups)
        for stage, up in enumerate(self.ups):
            x = cast(nn.ModuleList, up)[0](x)  # (B,C,T·rate)
            parallel = self.resblocks[stage * blocks : (stage + 1) * blocks]
            x = torch.stack([block(x) for block in parallel]).mean(0)
        wave: Tensor = self.conv_post(self.activation_post(x))  # (B,1,256T)
        return wave.clamp(-1, 1)
