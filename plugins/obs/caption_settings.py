"""The profile's ``[plugins.obs.captions]``."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator

from engine.api import Settings
from plugins.obs.emotions import known_emotion
from plugins.obs.sources import CAPTIONS

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class CaptionSettings(Settings):
    """Captions in a text source."""

    source: str = CAPTIONS
    """The text source; empty for no captions."""
    mode: Literal["clause", "word"] = "clause"
    """Whether a clause is shown at once or grows word by word."""
    ahead_s: float = Field(default=-0.025, ge=-2.0, le=2.0)
    """Seconds by which captions run ahead of the voice; negative because OBS hears a sound later than the device."""
    clear_after_s: float = Field(default=2.0, ge=0.0, le=60.0)
    """Seconds of silence after which the captions go."""
    line_length: int = Field(default=42, ge=8, le=200)
    """The longest line in columns; a Chinese or Japanese character takes two."""
    lines: int = Field(default=2, ge=1, le=8)
    """The most lines at a time; longer clauses go on with a fresh page."""
    emoji: bool = False
    """Whether emoji stay in; text sources on Linux and macOS show them as boxes."""
    colour: str = "#ffffff"
    """The text's colour."""
    colours: dict[str, str] = Field(default_factory=dict)
    """Colours for emotions, such as happy = "#ffd54a"; empty leaves the colour alone."""

    @field_validator("colour")
    @classmethod
    def _is_colour(cls, colour: str) -> str:
        if not _COLOUR.fullmatch(colour):
            raise ValueError("a colour is written #rrggbb")
        return colour

    @field_validator("colours")
    @classmethod
    def _are_colours(cls, colours: dict[str, str]) -> dict[str, str]:
        for emotion, colour in colours.items():
            known_emotion(emotion)
            cls._is_colour(colour)
        return colours
