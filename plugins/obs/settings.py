"""The profile's section ``[plugins.obs]``."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator

from engine.api import EMOTIONS, Settings

CAPTIONS, STATUS, AVATAR, VOICE = (
    "streamvoice captions", "streamvoice status", "streamvoice avatar", "streamvoice voice",
)  # fmt: skip
"""The sources that `streamvoice obs setup` makes."""
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


class StatusSettings(Settings):
    """A line about the voice in a text source."""

    source: str = STATUS
    """The text source; empty for no status."""
    text: str = "{state} · {voice} · {waiting} waiting · {mood}"
    """What it shows: {state} (LIVE, PAUSED, MUTED), {voice}, {waiting} and {mood}."""

    @field_validator("text")
    @classmethod
    def _known_names(cls, text: str) -> str:
        try:
            text.format(state="", voice="", waiting=0, mood="")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError("only {state}, {voice}, {waiting} and {mood} can be filled in") from error
        return text


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


class DuckSettings(Settings):
    """Inputs made quieter while the voice speaks."""

    inputs: tuple[str, ...] = ()
    """The audio inputs, by their names in OBS."""
    by_db: float = Field(default=-12.0, ge=-100.0, le=0.0)
    """How much quieter; -100 is silence."""
    attack_ms: float = Field(default=150.0, ge=0.0, le=10_000.0)
    """Milliseconds to get quieter."""
    release_ms: float = Field(default=600.0, ge=0.0, le=30_000.0)
    """Milliseconds to come back."""
    hold_ms: float = Field(default=500.0, ge=0.0, le=30_000.0)
    """Milliseconds of silence before coming back, so that pauses between clauses do not pump."""


class FaceSettings(Settings):
    """The avatar's faces as files of an image source, for machines without a camera driver."""

    source: str = ""
    """The image source, such as "streamvoice avatar"; empty for none."""
    folder: str = ""
    """The folder of pictures that `streamvoice avatar render FOLDER` wrote."""


class ReplaySettings(Settings):
    """What saves OBS's replay buffer."""

    on: tuple[str, ...] = ()
    """Kinds of messages (raid, gift, sub, cheer) and events told with `streamvoice ctl event` (boss_defeated)."""
    cooldown_s: float = Field(default=20.0, ge=0.0, le=3600.0)
    """Seconds within which nothing is saved a second time."""


class ObsSettings(Settings):
    """OBS Studio over its own WebSocket (OBS 28 or later). The password comes from STREAMVOICE_OBS_PASSWORD."""

    host: str = "127.0.0.1"
    """The machine OBS runs on."""
    port: int = Field(default=4455, ge=1, le=65535)
    """The port under Tools, WebSocket Server Settings."""
    timeout_s: float = Field(default=3.0, ge=0.5, le=30.0)
    """Seconds OBS may take to answer before the connection counts as lost."""
    captions: CaptionSettings = CaptionSettings()
    """The words that are heard."""
    status: StatusSettings = StatusSettings()
    """How the voice is doing."""
    reactions: ReactionSettings = ReactionSettings()
    """What feelings do."""
    duck: DuckSettings = DuckSettings()
    """Which inputs give way to the voice."""
    faces: FaceSettings = FaceSettings()
    """The avatar in an image source."""
    replay: ReplaySettings = ReplaySettings()
    """When the replay buffer is saved."""


def known_emotion(name: str) -> str:
    """``name``, where it is one of the eight."""
    if name not in EMOTIONS:
        raise ValueError(f"{name!r} is none of {', '.join(EMOTIONS)}")
    return name
