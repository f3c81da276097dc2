"""The profile's [audio] section."""

from __future__ import annotations

from pydantic import Field

from engine.settings import Settings


class AudioSettings(Settings):
    """Where the voice goes and how."""

    sink: str = "device"
    """Where the voice goes: ``device``, ``device:NAME``, ``wav:PATH`` (also .flac, .mp3), ``null`` or ``null:fast``."""

    sample_rate: int = Field(default=48000, ge=8000, le=192000)
    """Samples per second handed to the device or file; OBS and most virtual cables run at 48000."""

    latency_ms: float = Field(default=100.0, ge=5.0, le=1000.0)
    """Milliseconds of sound the device keeps in hand; raised by itself, up to 300, where the sound tears."""

    block: int = Field(default=256, ge=32, le=4096)
    """Samples handed to the device at a time; smaller reacts faster to an interruption and costs more."""

    volume: float = Field(default=1.0, ge=0.0, le=2.0)
    """Loudness at the start, as a factor."""

    recordings: str = "recordings"
    """Folder for recordings, also used when there is no sound device; relative to where streamvoice was started."""
