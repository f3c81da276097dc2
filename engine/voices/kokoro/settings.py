"""Settings of the Kokoro voices."""

from __future__ import annotations

from pydantic import Field

from engine.settings import Settings


class KokoroSettings(Settings):
    """How the network runs."""

    threads: int = Field(2, ge=1, le=64)
    """Processor threads for one voice."""
