"""Where the weights are and how they are wanted: device, number formats, what is held between uses."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import torch

from indextts.checkpoint.layout import Layout, Version, find
from indextts.devices import SPEECH_PARTS, free_bytes, has_fast_bfloat16, pick_device, plan
from indextts.errors import CheckpointError, OptionError
from indextts.presets import RELEASED, Precision, Preset

log = logging.getLogger("indextts")
USUAL_CONFIG = Path("checkpoints/config.yaml")
"""What callers name who give another folder and leave this argument alone."""


@dataclass(frozen=True)
class Loading:
    """Where the weights are and how they are wanted.

    Attributes:
        model_dir: folder in the official layout.
        cfg_path: configuration file; none, or the usual place, is the folder's own.
        device: name, or none for the best there is.
        half: format of the speech encoder, conditioners and language model instead of the preset's, or none.
        preset: everything else.
        aux_paths: other places of auxiliary files.
        graphs: decode with recorded CUDA graphs, which the faster presets do anyway.
        memory_gb: what the model may take of the device's memory; none is what is free on a GPU, and on a CPU as
            little as leaves every line fast. Parts that only hear a new recording are dropped after it where they do
            not fit, and read again for the next: a second or two from a warm disk.
    """

    model_dir: Path
    cfg_path: Path | None = None
    device: str | None = None
    half: torch.dtype | None = None
    preset: Preset = RELEASED
    aux_paths: Mapping[str, Path] = field(default_factory=dict)
    graphs: bool = False
    memory_gb: float | None = None

    @cached_property
    def place(self) -> torch.device:
        """The device."""
        return pick_device(self.device)

    @property
    def records(self) -> bool:
        """Whether to record CUDA graphs where there are any."""
        return self.graphs or self.preset != RELEASED

    @cached_property
    def precision(self) -> Precision:
        """Number formats; bfloat16 only where the device computes in it, float16 not on a CPU."""
        precision = self.preset.precision
        if not has_fast_bfloat16(self.place):
            half = torch.float32 if self.place.type == "cpu" else torch.float16
            language = half if precision.language == torch.bfloat16 else precision.language
            precision = replace(precision, language=language, flow=torch.float32, vocoder=torch.float32)
        if self.half is None:
            return precision
        if self.half == torch.float16 and self.place.type == "cpu":
            log.warning("float16 is slow on a CPU; bfloat16 is used instead.")
            return replace(precision, language=torch.bfloat16)
        return replace(precision, language=self.half)

    @cached_property
    def staying(self) -> frozenset[str]:
        """Names of the parts that are held between uses; see :func:`indextts.devices.plan`."""
        if self.memory_gb is not None and not (math.isfinite(self.memory_gb) and self.memory_gb > 0):
            raise OptionError(f"memory_gb of {self.memory_gb} is no amount of memory.", "Give a number above 0.")
        room = free_bytes(self.place) if self.memory_gb is None else round(self.memory_gb * 1e9)
        if room is None and self.place.type == "cpu":
            return frozenset(SPEECH_PARTS)
        formats = self.precision
        placements = plan(room, language=formats.language, flow=formats.flow, vocoder=formats.vocoder)
        return frozenset(placed.part for placed in placements if placed.stays)

    def layout(self, version: Version) -> Layout:
        """The folder's files, if they are of this version.

        Raises:
            CheckpointError: files are missing or of another version.
        """
        config = None if self.cfg_path == USUAL_CONFIG else self.cfg_path
        layout = find(self.model_dir, config=config, auxiliary=self.aux_paths)
        if layout.version != version:
            module = "infer_v2_5" if layout.version == "2.5" else "infer_v2"
            raise CheckpointError(
                f"{self.model_dir} holds version {layout.version}, not {version}.",
                f"Use: from indextts.{module} import IndexTTS2.",
            )
        return layout


def half_precision(*, use_fp16: bool = False, use_bf16: bool = False) -> torch.dtype | None:
    """The number format that the two switches ask for.

    Raises:
        OptionError: both are on.
    """
    if use_fp16 and use_bf16:
        raise OptionError("use_fp16 and use_bf16 exclude each other.", "Give one of them.")
    if use_fp16:
        return torch.float16
    return torch.bfloat16 if use_bf16 else None


def tell_ignored(**switches: bool | None) -> None:
    """Warn once of every switch that is on and has no meaning here."""
    given = sorted(name for name, value in switches.items() if value)
    if given:
        log.warning("Without meaning here and ignored: %s.", ", ".join(given))
