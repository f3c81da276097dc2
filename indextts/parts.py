"""A module that is loaded when it is first needed and, if memory is short, put away again after its work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from torch import Tensor, nn

M = TypeVar("M", bound=nn.Module)


class Part(Generic[M]):
    """One module of the model and how to load it.

    Args:
        load: builds the module with its weights on its device.
        keep: hold it between uses; otherwise it is dropped after each use and loaded again for the next, which costs
            the time to read its file but no memory in between.
    """

    def __init__(self, load: Callable[[], M], *, keep: bool = True) -> None:
        self._load = load
        self._keep = keep
        self._module: M | None = None
        self._lent = 0
        self._lock = threading.RLock()

    @classmethod
    def of(cls, module: M) -> Part[M]:
        """A part that is already there."""
        return cls(lambda: module)

    @contextmanager
    def lent(self) -> Iterator[M]:
        """The module, for the time of a ``with`` block. One thread at a time; blocks within blocks share it.

        Never across a ``yield``: who stops listening would keep it for ever.
        """
        with self._lock:
            module = self._module = self._module if self._module is not None else self._load()
            self._lent += 1
            try:
                yield module
            finally:
                self._lent -= 1
                if self._lent == 0 and not self._keep:
                    self._module = None


def fit(module: nn.Module, *tensors: Tensor) -> tuple[Tensor, ...]:
    """Move floating-point tensors to the device and dtype of ``module``'s weights, others to its device only."""
    weight = next(parameter for parameter in module.parameters() if parameter.is_floating_point())
    return tuple(
        tensor.to(weight.device, weight.dtype if tensor.is_floating_point() else tensor.dtype) for tensor in tensors
    )
