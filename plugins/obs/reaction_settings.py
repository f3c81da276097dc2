"""The profile's ``[plugins.obs.reactions]``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from engine.api import Settings
from plugins.obs.emotions import known_emotion


class Reaction(Settings):
    """What OBS does while a feeling lasts; all of it is undone afterwards."""

    scene: str = ""
    """The scene to go to."""
    show: tuple[str, ...] = ()
    """Sources made visible, as "source" or "scene/source"."""
    hide: tuple[str, ...] = ()
    """Sources hidden."""
    filters: tuple[str, ...] = ()
    """Filters switched on, as "source/filter"."""
    images: dict[str, str] = Field(default_factory=dict)
    """Image sources and the file each shows."""


class ReactionSettings(Settings):
    """Feelings that change scenes, sources, filters and images."""

    follow: Literal["voice", "mood"] = "voice"
    """The feeling of the line being heard, or the mood that lasts between lines."""
    least: float = Field(default=0.35, gt=0.0, le=1.0)
    """The strength from which a feeling counts."""
    hold_s: float = Field(default=3.0, ge=0.0, le=600.0)
    """The least seconds that one look lasts, the usual one too."""
    linger_s: float = Field(default=1.5, ge=0.0, le=60.0)
    """Seconds of silence through which a line's feeling lasts, so that pauses between clauses change nothing."""
    default_scene: str = ""
    """The scene to return to; empty returns to the one before."""
    default_images: dict[str, str] = Field(default_factory=dict)
    """Image sources and the file each shows where no feeling is mapped."""
    on: dict[str, Reaction] = Field(default_factory=dict)
    """The feelings (happy, angry, sad, afraid, disgusted, melancholic, surprised, calm) and what each does."""

    @field_validator("on")
    @classmethod
    def _are_emotions(cls, on: dict[str, Reaction]) -> dict[str, Reaction]:
        for emotion in on:
            known_emotion(emotion)
        return on
