"""``bigvgan_generator.pt``: the vocoder, in weight-norm form."""

from __future__ import annotations

from collections.abc import Iterator

from indextts.checkpoint.shapes.layers import Shapes, joined, under, weight_normed
from indextts.config import BigVGANConfig

KERNEL = 7  # of the first and last convolution
FILTER_TAPS = 12


def bigvgan_shapes(config: BigVGANConfig) -> Shapes:
    """Every key."""
    start = config.upsample_initial_channel
    last = start >> len(config.upsample_rates)
    return joined(
        weight_normed("conv_pre", start, config.num_mels, KERNEL),
        *_stages(config),
        under("activation_post", _activation(last)),
        weight_normed("conv_post", 1, last, KERNEL, bias=1 if config.use_bias_at_final else 0),
    )


def _stages(config: BigVGANConfig) -> Iterator[Shapes]:
    blocks = len(config.resblock_kernel_sizes)
    for stage, kernel in enumerate(config.upsample_kernel_sizes):
        width = config.upsample_initial_channel >> (stage + 1)
        yield weight_normed(f"ups.{stage}.0", 2 * width, width, kernel, bias=width)
        for block, size in enumerate(config.resblock_kernel_sizes):
            rounds = len(config.resblock_dilation_sizes[block])
            yield under(f"resblocks.{stage * blocks + block}", _residual(width, size, rounds))


def _residual(width: int, kernel: int, rounds: int) -> Shapes:
    return joined(
        *(weight_normed(f"convs{half}.{index}", width, width, kernel) for half in (1, 2) for index in range(rounds)),
        *(under(f"activations.{index}", _activation(width)) for index in range(2 * rounds)),
    )


def _activation(width: int) -> Shapes:
    return {
        "act.alpha": (width,),
        "act.beta": (width,),
        "upsample.filter": (1, 1, FILTER_TAPS),
        "downsample.lowpass.filter": (1, 1, FILTER_TAPS),
    }
