"""The overlay's section of a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.api import Settings

Theme = Literal["default", "minimal", "comic", "high-contrast"]


class OverlaySettings(Settings):
    """The captions page. What the page's address says (?theme=comic) wins over this."""

    host: str = "127.0.0.1"
    """The address to listen on; beyond this machine (anything but loopback) a token is required."""
    port: int = Field(default=8720, ge=0, le=65_535)
    """The TCP port; 0 lets the system choose one."""
    theme: Theme = "default"
    """How the captions look."""
    rows: int = Field(default=2, ge=1, le=3)
    """Clauses shown at a time: the one being said and those before it."""
    linger_s: float = Field(default=2.5, ge=0.2, le=60.0)
    """Seconds a caption stays after the last word."""
    queue: int = Field(default=2, ge=0, le=5)
    """Waiting lines shown below the caption; 0 shows none."""
    name: bool = True
    """Whether the caption says who wrote what is read."""
    status: bool = True
    """Whether a small dot shows how the voice is doing."""
