"""The section of a profile for VTube Studio."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from engine.api import Settings

ParameterName = str
"""A tracking parameter of VTube Studio, e.g. MouthOpen; empty for none."""


class FaceSettings(Settings):
    """An expression or a hotkey of the model that goes with a feeling."""

    emotion: Literal["happy", "angry", "sad", "afraid", "disgusted", "melancholic", "surprised", "calm"]
    """The feeling that brings it."""
    expression: str = Field(default="", pattern=r"^$|^[^/\\\x00-\x1f]{1,200}\.exp3\.json$")
    """The expression's file name as VTube Studio lists it, e.g. "smile.exp3.json"."""
    hotkey: str = Field(default="", max_length=200)
    """Or the name or id of a hotkey; what one that toggles an expression put on is taken off again."""
    press_again: bool = False
    """Press the hotkey again when the feeling has gone: for hotkeys that toggle something else, such as an item."""
    at_least: float = Field(default=0.4, gt=0, le=1)
    """How strong the feeling must be, 0 to 1."""
    hold_s: float = Field(default=2.0, ge=0.2, le=60)
    """Seconds it stays at least, so that a face never flickers."""
    fade_s: float = Field(default=0.25, ge=0, le=2)
    """Seconds an expression takes to appear."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.expression) == bool(self.hotkey):
            raise ValueError("a face needs an expression or a hotkey, one of the two")
        return self

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.expression or self.hotkey


class VTubeStudioSettings(Settings):
    """Moves a model in VTube Studio."""

    host: str = "127.0.0.1"
    """Where VTube Studio runs."""
    port: int = Field(default=8001, ge=1, le=65_535)
    """The port of its plugin API, as its settings show it."""
    rate_hz: int = Field(default=40, ge=30, le=120)
    """How often the mouth is moved while the voice speaks, per second."""
    ahead_s: float = Field(default=0.03, ge=0, le=0.5)
    """Seconds the mouth runs ahead of the ear, for what VTube Studio takes to draw."""
    mouth_open: ParameterName = Field(default="MouthOpen", pattern=r"^$|^[A-Za-z0-9]{1,64}$")
    """The parameter that opens the mouth; empty leaves it alone."""
    mouth_smile: ParameterName = Field(default="MouthSmile", pattern=r"^$|^[A-Za-z0-9]{1,64}$")
    """The parameter that smiles (0 frowns, 0.5 is neutral, 1 smiles); empty leaves it alone."""
    idle_weight: float = Field(default=1.0, ge=0, le=1)
    """How much of those two is ours while nobody speaks; 0 gives them back to the face tracker."""
    custom: bool = True
    """Also create and move parameters of our own: StreamvoiceMouthOpen, StreamvoiceHappy and so on."""
    face_found: bool = True
    """Say that a face is found, so that a model without a camera does not show its "tracking lost" pose."""
    faces: tuple[FaceSettings, ...] = ()
    """What the model shows for a feeling; the strongest feeling wins."""

    @property
    def url(self) -> str:
        """Where to connect."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}"
