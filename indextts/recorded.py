"""CUDA graphs: a computation on fixed memory, recorded once and launched as one.

A step's many small kernels cost more to launch than to run. What is recorded must have fixed shapes and addresses, must
not wait for the device, and must come out the same when done again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

log = logging.getLogger("indextts")
WARM_UPS = 2
Memory = Any
"""torch's handle of a pool of memory, whose type is its own."""


class Recorded:
    """A recording. It keeps the memory it works on, but not the function it was made of.

    Args:
        run: computes on memory that stays where it is; run a few times here.
        like: a tensor on the device.
        pool: memory that recordings which are never replayed at the same time share, see :func:`shared_memory`.

    Attributes:
        result: what ``run`` returned; overwritten by each replay.
    """

    def __init__(self, run: Callable[[], Tensor], like: Tensor, pool: Memory = None) -> None:
        with torch.cuda.device(like.device):
            side = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):  # first runs allocate and choose kernels, which must not be recorded
                for _ in range(WARM_UPS):
                    run()
            torch.cuda.current_stream().wait_stream(side)
            self.graph = torch.cuda.CUDAGraph()
            # Other threads may be speaking meanwhile.
            with torch.cuda.graph(self.graph, pool=pool, capture_error_mode="thread_local"):
                self.result = run()

    def __call__(self) -> Tensor:
        """Do it again; the result is overwritten by the next time."""
        self.graph.replay()
        return self.result


def can_record(like: Tensor) -> bool:
    """Whether the device of ``like`` has graphs."""
    return like.device.type == "cuda"


def shared_memory() -> Memory:
    """A pool of memory for several recordings."""
    return torch.cuda.graph_pool_handle()


class Recorder:
    """Records until that fails once; from then on everything is computed step by step, which is told once.

    Args:
        what: is recorded, for the log.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self.works = True

    def record(self, run: Callable[[], Tensor], like: Tensor, pool: Memory = None) -> Recorded | None:
        """See :class:`Recorded`; none where recording fails or has failed before."""
        if not self.works:
            return None
        try:
            return Recorded(run, like, pool)
        except (RuntimeError, AssertionError) as error:  # torch says both: a failed capture, a build without CUDA
            self.works = False
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            log.warning("CUDA graphs of %s are off, which is slower: %s", self._what, reason)
            return None
