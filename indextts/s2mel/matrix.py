"""Products with fixed weights, in the layout that the processor multiplies fastest.

On x86 processors torch hands float32 products to MKL, which uses half of what AVX-512 gives on some of them; oneDNN,
also part of torch, does better once a weight is stored in its blocked layout (measured on Zen 4: 65 to 100 GFLOP/s a
core in float32, 175 to 200 in bfloat16). torch reaches it through the operators its own compiler uses.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def packable(weight: Tensor) -> bool:
    """Whether this processor and this build of torch can multiply ``weight`` through oneDNN."""
    if weight.device.type != "cpu" or not torch._C._has_mkldnn:
        return False
    if not hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        return False
    if weight.dtype == torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return weight.dtype == torch.float32


def pack(weight: Tensor, rows: int) -> Tensor:
    """A :func:`packable` ``weight`` (outputs, inputs) as :func:`multiply` takes it fastest, best at ``rows`` rows."""
    packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), rows)
    return packed


def multiply(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """``x`` (..., inputs) times ``weight`` (outputs, inputs), packed or not, transposed, plus ``bias`` (outputs,)."""
    if not weight.is_mkldnn:
        return F.linear(x, weight, bias)
    product: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
    return product


class Linear(nn.Linear):
    """A linear layer whose weight can be packed."""

    def pack(self, rows: int) -> None:
        """Put the weight into the fast layout; it can no longer be saved or moved."""
        self.weight = nn.Parameter(pack(self.weight, rows), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (..., inputs) to (..., outputs)."""
        return multiply(x, self.weight, self.bias)
