"""Faster weights for decoding on x86 CPUs.

A decoding step reads every weight for one to three rows of activations, so memory decides, and MKL's sgemm reads three
rows' weights at a third of one row's rate. FBGEMM's kernels (part of torch on x86) read packed float16 or int8 weights
at the memory's rate for any few rows, computing in float32. Measured on two Zen 4 cores, 5120 x 1280, three rows:
sgemm 3.8 GB/s, float16 packed 31 GB/s, int8 packed 27 GB/s.

float32 is kept as two float16 halves, the second scaled up: 22 bits of mantissa in the same four bytes. torch's
weight-only int8 kernel (12 GB/s) takes longer than float16 here, so int8 rounds activations too.
"""

from __future__ import annotations

import ctypes
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Literal

import torch
from torch import Tensor, nn

from indextts.errors import OptionError
from indextts.t2s.lm import SemanticLM
from indextts.t2s.projection import Projection

Weights = Literal["float32", "float16", "int8"]
"""How packed weights are stored: two float16 halves, float16, or int8 with a scale per output."""

LOW_HALF_SCALE = 2.0**11  # float16 keeps 11 bits: brings the remainder back to the weights' own size
INT8_MOST = 127


def can_pack(device: torch.device) -> bool:
    """Whether FBGEMM's kernels are at hand: CPU, x86, a torch built with them."""
    return device.type == "cpu" and torch.backends.quantized.engine in ("x86", "fbgemm")


def pack(lm: SemanticLM, weights: Weights) -> None:
    """Replace the weights of every block and of the output layer by packed ones, in place.

    Activations, norms and the cache become float32; embeddings stay as they are. The module can no longer give its
    weights afterwards: its state dict lacks them. "float16" keeps bfloat16 weights from 2e-5 to 65504 exactly.

    Args:
        lm: on the CPU, with its weights assigned.
        weights: how to store them.

    Raises:
        OptionError: not an x86 CPU (see :func:`can_pack`), or packed before.
    """
    if not can_pack(lm.like.device):
        raise OptionError("Packed weights need an x86 CPU.", "Use float32 or bfloat16 weights as they are.")
    if isinstance(lm.mel_head, PackedLinear):
        raise OptionError("The weights are packed already.", "Load the model again to pack it otherwise.")
    places = [
        (parent, name, child)
        for parent in lm.modules()
        for name, child in parent.named_children()
        if isinstance(child, Projection) or child is lm.mel_head
    ]
    # Filters of warnings belong to the process, so they are changed here and not in the threads.
    with warnings.catch_warnings(), ThreadPoolExecutor(torch.get_num_threads()) as threads:
        warnings.simplefilter("ignore", UserWarning)  # these kernels will move one day; torch's version is bounded
        for done in [threads.submit(_replace, *places.pop(), weights) for _ in range(len(places))]:
            done.result()
            _give_back()
    for module in lm.modules():
        if isinstance(module, nn.LayerNorm):
            module.float()


def _give_back() -> None:
    """Return freed memory to the system; glibc alone keeps it (1.2 GB here, measured at full size), and can be told."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            ctypes.CDLL(None).malloc_trim(0)


def _replace(parent: nn.Module, name: str, child: nn.Module, weights: Weights) -> None:
    weight, bias = child.get_parameter("weight"), child.get_parameter("bias")
    with torch.no_grad():
        setattr(parent, name, PackedLinear(weight.t() if isinstance(child, Projection) else weight, bias, weights))


def quantise(lm: SemanticLM) -> None:
    """Pack as int8; see :func:`pack`. Activations are rounded to 8 bits per call as well."""
    pack(lm, "int8")


class PackedLinear(nn.Module):
    """y = W x + b with packed weights; float32 in and out.

    Args:
        weight: W (outputs, inputs).
        bias: b (outputs,).
        weights: how to store W.
    """

    def __init__(self, weight: Tensor, bias: Tensor, weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        self.packed = _PACKERS[weights](weight.detach().float().contiguous(), bias.detach().float())

    def forward(self, x: Tensor) -> Tensor:
        """(..., inputs) to (..., outputs), float32."""
        if self.weights == "int8":
            return torch.ops.quantized.linear_dynamic(x, self.packed, True)  # type: ignore[no-any-return]  # operators are untyped
        if self.weights == "float32":
            x = torch.cat((x, x / LOW_HALF_SCALE), dim=-1)
        return torch.ops.quantized.linear_dynamic_fp16(x, self.packed)  # type: ignore[no-any-return]  # as above


def _pack_float16(weight: Tensor, bias: Tensor) -> Any:
    return torch.ops.quantized.linear_prepack_fp16(weight, bias)


def _pack_float32(weight: Tensor, bias: Tensor) -> Any:
    high = weight.half().float()
    return _pack_float16(torch.cat((high, (weight - high) * LOW_HALF_SCALE), dim=1), bias)


def _pack_int8(weight: Tensor, bias: Tensor) -> Any:
    scales = weight.abs().amax(1).clamp_min(torch.finfo(torch.float32).tiny).double() / INT8_MOST  # (outputs,)
    zeros = torch.zeros(len(scales), dtype=torch.int64)
    quantised = torch.quantize_per_channel(weight, scales, zeros, axis=0, dtype=torch.qint8)
    return torch.ops.quantized.linear_prepack(quantised, bias)


_PACKERS: dict[Weights, Callable[[Tensor, Tensor], Any]] = {
    "float32": _pack_float32,
    "float16": _pack_float16,
    "int8": _pack_int8,
}
