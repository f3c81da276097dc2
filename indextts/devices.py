"""Which accelerator, and what is on it when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch

from indextts.errors import OptionError

PREFERENCE = ("cuda", "xpu", "mps", "cpu")
PartName = Literal["features", "style", "codec", "conditioners", "lm", "flow", "vocoder", "text_emotion"]
REFERENCE_PARTS: tuple[PartName, ...] = ("features", "style", "conditioners")
"""Needed when a recording is heard for the first time; its result is kept."""
SPEECH_PARTS: tuple[PartName, ...] = ("lm", "codec", "flow", "vocoder")
"""Needed for every line."""
TEXT_PARTS: tuple[PartName, ...] = ("text_emotion",)
"""Needed for lines whose emotion is read from text."""
PARAMETERS: dict[PartName, int] = {
    "features": 411_000_000,  # 17 of the 24 layers of w2v-bert
    "style": 7_000_000,
    "codec": 44_000_000,
    "conditioners": 328_000_000,  # two conformers, whose input layers are 134 million each
    "lm": 575_000_000,  # of version 2.5; that of version 2 has 512 million
    "flow": 104_000_000,
    "vocoder": 112_000_000,
    "text_emotion": 596_000_000,
}
"""Weights of each part at the released sizes."""
WORK_BYTES = 900_000_000
"""Activations and caches beside the weights: key-value cache of three beams, 15 s of reference, one line."""
CONTEXT_BYTES = 600_000_000
"""What a CUDA context and its libraries take before anything is loaded."""


@dataclass(frozen=True)
class Placement:
    """Where one part is.

    Attributes:
        part: which.
        bytes: its weights.
        stays: on the accelerator all the time; otherwise it is there only while it works.
    """

    part: PartName
    bytes: int
    stays: bool


def pick_device(name: str | None = None) -> torch.device:
    """The device asked for, or the best there is: CUDA, XPU, MPS, CPU in this order.

    Raises:
        OptionError: no such device here.
    """
    if name is None:
        return torch.device(next(kind for kind in PREFERENCE if _available(kind)))
    try:
        device = torch.device(name)
    except RuntimeError:
        raise OptionError(
            f"There is no kind of device called {name}.", f"Use one of {', '.join(PREFERENCE)}."
        ) from None
    if not _available(device.type) or (device.index or 0) >= _count(device.type):
        raise OptionError(f"Device {name} is not here, or this torch was built without it.", "Leave the device out.")
    return device


def _available(kind: str) -> bool:
    if kind == "cpu":
        return True
    if kind == "mps":
        return torch.backends.mps.is_available()
    backend = getattr(torch, kind, None) if kind in PREFERENCE else None
    return bool(backend is not None and backend.is_available())


def _count(kind: str) -> int:
    return int(getattr(torch, kind).device_count()) if kind in ("cuda", "xpu") else 1


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether the device computes in bfloat16 rather than imitating it."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        supported = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
        return bool(supported is not None and supported())
    return True


def free_bytes(device: torch.device) -> int | None:
    """Memory that is free on a CUDA device; none where this cannot be asked."""
    if device.type != "cuda":
        return None
    free, _ = torch.cuda.mem_get_info(device)
    return int(free)


def plan(
    memory_bytes: int | None,
    *,
    language: torch.dtype = torch.float32,
    flow: torch.dtype = torch.float32,
    vocoder: torch.dtype = torch.float32,
    text_emotion: bool = False,
) -> tuple[Placement, ...]:
    """Which parts stay on the accelerator and which are there only while they work.

    The parts that every line needs stay first; then those that hear a reference, as long as memory lasts.

    Args:
        memory_bytes: what the model may take; none is no limit.
        language: number format of the speech encoder, the conditioners and the language model.
        flow: of the flow.
        vocoder: of the vocoder. The style encoder and the codec are always float32.
        text_emotion: plan for the text emotion model as well.
    """
    wanted = (*SPEECH_PARTS, *REFERENCE_PARTS, *TEXT_PARTS) if text_emotion else (*SPEECH_PARTS, *REFERENCE_PARTS)
    dtypes: dict[PartName, torch.dtype] = {
        "flow": flow,
        "vocoder": vocoder,
        "style": torch.float32,
        "codec": torch.float32,
    }
    sizes = [(part, PARAMETERS[part] * dtypes.get(part, language).itemsize) for part in wanted]
    room = float("inf") if memory_bytes is None else memory_bytes - WORK_BYTES - CONTEXT_BYTES
    staying: dict[PartName, int] = {}
    for part, size in sizes:
        visitor = max((other for name, other in sizes if name != part and name not in staying), default=0)
        if sum(staying.values()) + size + visitor <= room:
            staying[part] = size
    return tuple(Placement(part, size, part in staying) for part, size in sizes)


def peak_bytes(placements: tuple[Placement, ...]) -> int:
    """The most that a plan takes: what stays, the largest visitor, the work and the context."""
    staying = sum(item.bytes for item in placements if item.stays)
    return staying + max((item.bytes for item in placements if not item.stays), default=0) + WORK_BYTES + CONTEXT_BYTES
