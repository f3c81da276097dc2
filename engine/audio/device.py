"""placeholder"""

from __future__ import annotations

from engine.audio.playout import Playout
from engine.audio.report import Report, unheard
from engine.audio.settings import AudioSettings
from engine.errors import DeviceError


class DeviceSink:
    """A PortAudio device. (Being built.)"""

    realtime = True

    def __init__(self, name: str | None, settings: AudioSettings, report: Report = unheard) -> None:
        raise DeviceError("Device sinks are not there yet.", "Use --sink null.")

    name: str
    sample_rate: int
    latency: float

    def start(self, playout: Playout) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""
