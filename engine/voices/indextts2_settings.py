"""Settings of the cloning voices."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.settings import Settings


class IndexTTS2Settings(Settings):
    """Where the model is and how it runs."""

    checkpoints: str = "checkpoints"
    """Folder with the weights (`indextts download FOLDER` fills it); which version they are is seen from its files."""
    device: str = ""
    """`cuda`, `cuda:1`, `xpu`, `mps` or `cpu`; empty takes the first of these there is."""
    preset: Literal["released", "fast", "fastest"] = "fast"
    """What to trade for speed; docs/indextts.md says what each costs."""
    half: bool = False
    """The language model in half precision whatever the preset says: half its memory."""
    graphs: bool = True
    """Decode with recorded CUDA graphs where there are any."""
    memory_gb: float | None = Field(None, gt=0, le=1000)
    """What the model may take of the GPU's memory (leave the rest to a game); empty is what is free."""
    remembered: int = Field(16, ge=1, le=1000)
    """How many voices are held in memory; the ones used longest ago are read again from their files."""
    beams: int = Field(1, ge=1, le=10)
    """How many ways of saying a line are followed at once; more is slower."""
    solver_steps: int | None = Field(None, ge=1, le=200)
    """Steps from noise to sound; empty is the preset's number."""
    streaming: bool = True
    """A line is heard while its rest is still being made; off, each is made whole first, as `indextts synth` does."""
    repeatable: bool = True
    """A line always sounds the same; off, it is said a little differently each time."""
    latin: Literal["en", "es"] = "en"
    """Version 2.5: the language of text in Latin letters that is not plainly Spanish."""
    consent: str = ""
    """Who allowed a recording that a profile names by its path: `own voice: NAME` or `permission: NAME`."""
