"""The estimator's passes: with condition, without, or both at once; and what depends on time alone, kept."""

from __future__ import annotations

from typing import Literal
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from indextts.s2mel.dit import DiT, Moment

Pass = Literal["given", "null", "both"]
"""With condition, without, or a batch of the two in this order."""

MOST_MOMENTS = 128
"""Kept for a network; a solver has as many as evaluations, each some 0.15 MB at full size."""

_KEPT: WeakKeyDictionary[DiT, dict[tuple[object, ...], Moment]] = WeakKeyDictionary()


def at_once(device: torch.device) -> bool:
    """Whether a batch of two beats two passes: on accelerators, where a pass is mostly launches; not on processors."""
    return device.type != "cpu"


def moment_at(net: DiT, t: Tensor) -> Moment:
    """The time ``t`` (a number, on the processor) as every layer takes it, for a batch of any size.

    The same few times come again in every line. Kept until the weights move; they must not be changed in place.
    """
    like = net.conv2.weight
    key = float(t), like.dtype, like.device, like.data_ptr()
    moments = _KEPT.setdefault(net, {})
    known = moments.get(key)
    if known is None:
        with torch.inference_mode(mode=False), torch.no_grad():  # of use within inference mode and outside
            known = net.moment(t.reshape(1).to(like.device))
        if len(moments) >= MOST_MOMENTS:
            moments.clear()
        moments[key] = known
    return known
