"""Named trades of speed against fidelity. What each one changes and how far off it is stands in docs/indextts.md."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import torch

from indextts.errors import OptionError
from indextts.options import FlowOptions
from indextts.t2s.sampling import SamplingOptions


@dataclass(frozen=True)
class Precision:
    """Number formats by part of the model.

    Attributes:
        language: speech encoder, conditioners and language model.
        flow: length regulator and flow.
        vocoder: the vocoder.
        int8: the language model's weights as 8-bit integers (CPU).
    """

    language: torch.dtype = torch.float32
    flow: torch.dtype = torch.float32
    vocoder: torch.dtype = torch.float32
    int8: bool = False


@dataclass(frozen=True)
class Preset:
    """Defaults of everything that trades fidelity for speed.

    Attributes:
        name: as users give it.
        precision: number formats.
        sampling: how codes are drawn.
        flow: how the flow is solved.
    """

    name: str
    precision: Precision = field(default_factory=Precision)
    sampling: SamplingOptions = field(default_factory=SamplingOptions)
    flow: FlowOptions = field(default_factory=FlowOptions)


FEWEST = 10
"""Evaluations with which the flow comes nearer to the released 25 Euler steps than 20 Euler steps do, as measured by
``benchmarks/indextts2_solvers.py``."""
RELEASED = Preset("released")
FAST = Preset(
    "fast",
    Precision(language=torch.bfloat16, flow=torch.bfloat16, vocoder=torch.bfloat16),
    SamplingOptions(num_beams=1),
    FlowOptions(steps=FEWEST, solver="forecast", prompt_s=5.0),
)
FASTEST = Preset(
    "fastest",
    replace(FAST.precision, int8=True),
    FAST.sampling,
    FlowOptions(steps=FEWEST, solver="forecast", prompt_s=3.0, guidance_every=2),
)
PRESETS = {preset.name: preset for preset in (RELEASED, FAST, FASTEST)}


def preset_named(name: str) -> Preset:
    """Look one up.

    Raises:
        OptionError: there is none of that name.
    """
    if name not in PRESETS:
        raise OptionError(f"There is no preset {name!r}.", f"Use one of {', '.join(PRESETS)}.")
    return PRESETS[name]
