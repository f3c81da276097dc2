"""Settings of voices on another machine."""

from __future__ import annotations

from pydantic import Field

from engine.settings import Settings


class RemoteSettings(Settings):
    """How the other machine is asked."""

    connect_s: float = Field(2.0, gt=0, le=60)
    """Seconds a connection may take."""
    silent_s: float = Field(5.0, gt=0, le=120)
    """Seconds the other side may send nothing while it speaks."""
    instructions: bool = False
    """Tell an OpenAI-compatible server the feeling in words; for models that take `instructions`."""
    speed: bool = True
    """Ask such a server for `speed` where a line has to fill a duration; our side makes it exact either way."""
