"""What a profile may say under [plugins.recorder]."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.api import Settings

SoundFormat = Literal["wav", "flac"]


class RecorderSettings(Settings):
    """Where sessions are kept, and how many."""

    folder: str = "recordings"
    """The folder that holds a folder for each session; relative to where streamvoice was started."""
    format: SoundFormat = "wav"
    """"wav" takes 346 MB an hour at 48 kHz and any program reads it; "flac" takes a third or less of that."""
    keep: int = Field(default=0, ge=0, le=10_000)
    """How many sessions are kept, this one counted; older ones are removed when one begins. 0 keeps all."""
    keep_gb: float = Field(default=0.0, ge=0.0, le=100_000.0)
    """How many gigabytes all sessions may take before the oldest are removed when one begins. 0 is no limit."""
    least_free_gb: float = Field(default=1.0, ge=0.0, le=100_000.0)
    """Recording stops, with complete files, when the disk has fewer gigabytes left."""
