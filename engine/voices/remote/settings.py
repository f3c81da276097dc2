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
