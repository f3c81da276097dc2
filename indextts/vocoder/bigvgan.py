"""BigVGAN v2: mel to wave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import torch
from torch import Tensor, nn

from indextts.config import BigVGANConfig
from indextts.errors import OptionError
from indextts.vocoder.activation import UNUSED, AntiAliased
from indextts.vocoder.amp import AMPBlock
from indextts.vocoder.conv import Conv, Upsampling
from indextts.vocoder.stream import Chain, Stream, Sum
from indextts.vocoder.toom_cook import LEAST_WORK

__all__ = ["UNUSED", "BigVGAN"]

CHUNK_CPU = 128
"""Frames computed at once: more do not fit the processor's caches, fewer read the weights too often."""
CHUNK_ACCELERATOR = 1024
"""The same on an accelerator, where only memory bounds it."""


class BigVGAN(nn.Module):
    """Mel frames to samples through stages of upsampling and residual blocks.

    Source: Lee et al. 2023, arXiv 2206.04658.
    """

    unused = UNUSED

    def __init__(self, config: BigVGANConfig) -> None:
        super().__init__()
        width = config.upsample_initial_channel
        widths = [width >> (stage + 1) for stage in range(len(config.upsample_rates))]
        sizes = zip([width, *widths], widths, config.upsample_kernel_sizes, config.upsample_rates, strict=False)
        kinds = list(zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True))
        self.conv_pre = Conv(config.num_mels, width, 7)
        # A list inside a list only because the checkpoint names them so.
        self.ups = nn.ModuleList(nn.ModuleList([Upsampling(*size)]) for size in sizes)
        self.resblocks = nn.ModuleList(AMPBlock(width, *kind) for width in widths for kind in kinds)
        self.activation_post = AntiAliased(widths[-1])
        self.conv_post = Conv(widths[-1], 1, 7, bias=config.use_bias_at_final)

    def pack(self, least_work: int = LEAST_WORK) -> None:
        """Make the wide convolutions faster on a processor in float32, once the weights are in and in their place.

        Saves a third of the time and takes 0.3 GB more; samples differ by some 1e-5 of the largest. Elsewhere, and in
        other types, it changes nothing. The module's state is no longer the checkpoint's, and it cannot be moved.

        Args:
            least_work: channels times taps of the narrowest convolution to treat so.
        """
        for module in self.modules():
            if isinstance(module, Conv):
                module.pack(least_work)

    def stream(self) -> Stream:
        """Rows of mel (n,80) to rows of samples (256n,1), not yet clipped; one stream speaks one utterance."""
        layers = [self.conv_pre.stream()]
        blocks = len(self.resblocks) // len(self.ups)
        for stage, up in enumerate(self.ups):
            parallel = self.resblocks[stage * blocks : (stage + 1) * blocks]
            layers.append(cast(Upsampling, cast(nn.ModuleList, up)[0]).stream())  # (rate·n,C)
            layers.append(Sum([cast(AMPBlock, block).stream() for block in parallel], 1 / blocks))
        return Chain([*layers, self.activation_post.stream(), self.conv_post.stream()])

    def vocode(self, mel: Tensor, chunk: int | None = None) -> Iterator[Tensor]:
        """Speak piece by piece: the samples of the whole, the first after some 40 frames more than one piece.

        Args:
            mel: log-mel frames (1,80,T) at 86.13 a second, in the weights' type and on their device.
            chunk: frames computed at once; by default what is fastest there. Memory follows it, whatever T is.

        Yields:
            Samples (1,1,n) at 22,050 Hz, within ±1, 256·T in all.

        Raises:
            OptionError: ``mel`` has another shape or no frames, or ``chunk`` is below 1.
        """
        frames = _checked(mel, self.conv_pre.in_channels, chunk)
        stream = self.stream()
        pieces = torch.split(frames, chunk or (CHUNK_CPU if mel.device.type == "cpu" else CHUNK_ACCELERATOR))
        for index, piece in enumerate(pieces, 1):
            samples = stream.push(piece, last=index == len(pieces))  # (n,1)
            if len(samples):
                yield samples.clamp_(-1, 1).view(1, 1, -1)

    def forward(self, mel: Tensor) -> Tensor:
        """Speak log-mel frames (B,80,T) as a whole: samples (B,1,256T) at 22,050 Hz, within ±1."""
        return torch.cat([torch.cat(list(self.vocode(each[None])), dim=2) for each in mel])


def _checked(mel: Tensor, channels: int, chunk: int | None) -> Tensor:
    if mel.ndim != 3 or mel.shape[:2] != (1, channels) or not mel.shape[2]:
        raise OptionError(f"The vocoder cannot speak a mel of shape {tuple(mel.shape)}.", f"Give (1,{channels},T).")
    if chunk is not None and chunk < 1:
        raise OptionError(f"A piece of {chunk} frames is none.", "Give chunk as 1 or more.")
    return mel[0].t().contiguous()  # (T,80)
