"""A language model's weights as an x86 CPU reads them fastest: packed float16, with float32 work.

A pass over a few tokens is bound by reading weights; see :mod:`indextts.t2s.packing` for what was measured of the
kernels. bfloat16 weights from 2e-5 to 65504 are kept exactly, smaller ones within 3e-8.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch
from torch import nn

from indextts.devices import has_fast_bfloat16
from indextts.t2s.packing import PackedLinear, can_pack


def usual_format(device: torch.device) -> tuple[torch.dtype, bool]:
    """The format of weights that the device is good at, and whether to pack them."""
    if has_fast_bfloat16(device):
        return torch.bfloat16, False
    if device.type != "cpu":
        return torch.float16, False
    return (torch.bfloat16, True) if can_pack(device) else (torch.float32, False)


def pack_body(model: Any) -> None:
    """Replace the linear layers of a model's decoder by packed ones, in place; everything else becomes float32.

    Args:
        model: of transformers, on the CPU, in any format. Its state dict lacks the packed weights afterwards.
    """
    places = [
        (parent, name, child)
        for parent in model.get_decoder().modules()
        for name, child in parent.named_children()
        if type(child) is nn.Linear
    ]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore", UserWarning)  # these kernels will move one day; torch's version is bounded
        while places:
            parent, name, child = places.pop()
            bias = torch.zeros(child.out_features) if child.bias is None else child.bias
            setattr(parent, name, PackedLinear(child.weight, bias, "float16"))
    model.float()
