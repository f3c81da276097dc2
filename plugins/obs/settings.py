"""The profile's section ``[plugins.obs]``."""

from __future__ import annotations

from pydantic import Field, field_validator

from engine.api import Settings
from plugins.obs.caption_settings import CaptionSettings
from plugins.obs.reaction_settings import ReactionSettings
from plugins.obs.sources import STATUS


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
