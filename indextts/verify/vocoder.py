"""Golden case of the vocoder."""

from __future__ import annotations

import torch

from indextts.checkpoint.assign import assign
from indextts.config import BigVGANConfig
from indextts.verify.golden import Checks, Golden, close
from indextts.vocoder.activation import downsample, upsample
from indextts.vocoder.bigvgan import UNUSED, BigVGAN


def bigvgan(golden: Golden) -> Checks:
    """The whole vocoder, its first activation alone, and that activation's two filters alone."""
    with torch.device("meta"):
        model = BigVGAN(BigVGANConfig.model_validate(golden.config))
    assign(model, golden.weights(), name="bigvgan", unused=UNUSED)
    x = golden["in.act_x"]
    yield close("up", upsample(x), golden["out.up_y"])
    yield close("down", downsample(x), golden["out.down_y"])
    first = model.get_submodule("resblocks.0.activations.0")
    yield close("activation", first(x), golden["out.act_y"])
    yield close("wave", model(golden["in.mel"]), golden["out.wav"])
