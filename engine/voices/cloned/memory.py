"""When memory runs out: telling it from other faults, giving back what can be given, saying how much there was."""

from __future__ import annotations

import gc
import os
import re
import sys
from typing import Any

_WORDS = re.compile(
    r"out of memory|not enough memory|alloc_failed|cannot allocate memory|bad alloc|invalid buffer size", re.IGNORECASE
)
"""What the backends' plain RuntimeErrors say; only CUDA and XPU have a type of their own."""


def is_shortage(error: BaseException) -> bool:
    """Whether the error says that memory ran out, on whatever device."""
    kind = getattr(sys.modules.get("torch"), "OutOfMemoryError", MemoryError)
    if isinstance(error, (MemoryError, kind)):
        return True
    return isinstance(error, RuntimeError | OSError) and _WORDS.search(str(error)) is not None


def release() -> None:
    """Give memory that nothing refers to back to the device, for others to use."""
    gc.collect()
    for backend in _backends():
        backend.empty_cache()


def told(device: str = "") -> str:
    """How much memory there is, as the middle of a sentence.

    Args:
        device: whose (``cuda:1``, ``cpu``); empty is the first GPU, or the computer where there is none.
    """
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    if cuda is not None and cuda.is_available() and device.partition(":")[0] in ("", "cuda"):
        free, whole = cuda.mem_get_info(device or None)
        return f"{free / 1e9:.1f} of the GPU's {whole / 1e9:.1f} GB are free"
    names = getattr(os, "sysconf_names", {})
    if {"SC_AVPHYS_PAGES", "SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= names.keys():
        page = os.sysconf("SC_PAGE_SIZE")
        free, whole = (os.sysconf(name) * page for name in ("SC_AVPHYS_PAGES", "SC_PHYS_PAGES"))
        return f"{free / 1e9:.1f} of the computer's {whole / 1e9:.1f} GB are free"
    return "the computer has no more"


def _backends() -> list[Any]:
    torch = sys.modules.get("torch")
    found = [getattr(torch, name, None) for name in ("cuda", "xpu", "mps")]
    usable = (each for each in found if each is not None and hasattr(each, "empty_cache"))
    return [each for each in usable if getattr(each, "is_available", lambda: True)() and _present(each)]


def _present(backend: Any) -> bool:
    return backend.device_count() > 0 if hasattr(backend, "device_count") else False
