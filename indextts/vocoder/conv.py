"""Convolutions over rows in time."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from indextts.vocoder.stream import Stream, Window
from indextts.vocoder.toom_cook import ToomCook, worthwhile


class Conv(nn.Conv1d):
    """A convolution that keeps the number of rows, zeros beyond the edges."""

    def __init__(self, inputs: int, outputs: int, kernel: int, *, dilation: int = 1, bias: bool = True) -> None:
        super().__init__(inputs, outputs, kernel, dilation=dilation, bias=bias)
        _lay_out_when_loaded(self)
        self._fast: ToomCook | None = None

    def pack(self, least_work: int) -> None:
        """Evaluate the weight for :mod:`indextts.vocoder.toom_cook` where that is faster, and let go of it."""
        if self._fast is None and self.bias is not None and worthwhile(self.weight, least_work):
            self._fast = ToomCook(self.weight, self.bias, self.dilation[0])
            self.weight = nn.Parameter(self.weight.new_empty(0), requires_grad=False)

    def stream(self) -> Stream:
        """Rows (n,inputs) to (n,outputs)."""
        margin = self.dilation[0] * (self.kernel_size[0] - 1) // 2
        return Window(self._fast or self._direct, margin, margin, self.out_channels)

    def _direct(self, rows: Tensor) -> Tensor:
        weight = self.weight.unsqueeze(2)
        return _rows(functional.conv2d(_image(rows), weight, self.bias, dilation=(1, self.dilation[0])))


class Upsampling(nn.ConvTranspose1d):
    """A transposed convolution that gives ``rate`` rows for each."""

    def __init__(self, inputs: int, outputs: int, kernel: int, rate: int) -> None:
        super().__init__(inputs, outputs, kernel, stride=rate, padding=(kernel - rate) // 2)
        _lay_out_when_loaded(self)

    def stream(self) -> Stream:
        """Rows (n,inputs) to (rate·n,outputs)."""
        kernel, rate, padding = self.kernel_size[0], self.stride[0], int(self.padding[0])
        before, after = (kernel - 1 - padding) // rate, (rate - 1 + padding) // rate

        def spread(rows: Tensor) -> Tensor:
            weight = self.weight.unsqueeze(2)
            image = functional.conv_transpose2d(_image(rows), weight, self.bias, (1, rate), (0, padding))
            return _rows(image)[before * rate : (len(rows) - after) * rate]

        return Window(spread, before, after, self.out_channels)


def _image(rows: Tensor) -> Tensor:
    """(n,C) as an image (1,C,1,n) whose channels are next to each other: no copy."""
    return rows.t()[None, :, None]


def _rows(image: Tensor) -> Tensor:
    return image[0, :, 0].t().contiguous()


def _lay_out_when_loaded(module: nn.Module) -> None:
    module.register_load_state_dict_post_hook(lambda loaded, _: _channels_last(loaded))  # type: ignore[no-untyped-call]  # torch's lack


def _channels_last(module: nn.Module) -> None:
    """Lay the weight out as the kernels for rows want it, once instead of at every call; its shape stays."""
    weight = module.get_parameter("weight")
    laid_out = weight.detach().unsqueeze(2).contiguous(memory_format=torch.channels_last).squeeze(2)
    module.register_parameter("weight", nn.Parameter(laid_out, requires_grad=False))
