"""Golden case of the vocoder."""

from __future__ import annotations

from typing import cast

import torch

from indextts.checkpoint.assign import assign
from indextts.config import BigVGANConfig
from indextts.verify.golden import Checks, Golden, close
from indextts.vocoder import resampling
from indextts.vocoder.activation import AntiAliased
from indextts.vocoder.bigvgan import UNUSED, BigVGAN


def bigvgan(golden: Golden) -> Checks:
    """The whole vocoder, its first activation alone, and that activation's two filters alone."""
    with torch.device("meta"):
        model = BigVGAN(BigVGANConfig.model_validate(golden.config))
    assign(model, golden.weights(), name="bigvgan", unused=UNUSED)
    rows = golden["in.act_x"][0].t().contiguous()  # (n,C)
    width = rows.shape[1]
    raised = resampling.raising(resampling.upsample, width).push(rows, last=True).view(-1, width)
    yield close("up", raised.t()[None], golden["out.up_y"])
    pairs = torch.cat([rows, rows[-1:]])[: -(-len(rows) // 2) * 2].view(-1, 2 * width)  # even, as its edge repeats
    lowered = resampling.lowering(resampling.downsample, width).push(pairs, last=True)
    yield close("down", lowered.t()[None], golden["out.down_y"])
    first = cast(AntiAliased, model.get_submodule("resblocks.0.activations.0"))
    yield close("activation", first.stream().push(rows, last=True).t()[None], golden["out.act_y"])
    mel, wave = golden["in.mel"], golden["out.wav"]
    yield close("wave", model(mel), wave)
    yield close("wave in pieces", torch.cat(list(model.vocode(mel[:1], chunk=5)), dim=2), wave[:1])
    model.pack(least_work=0)
    yield close("wave, packed", model(mel), wave)
