"""The one door to PortAudio: loaded late, because its library may be missing, and re-read when devices come and go."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import Any

from engine.errors import DeviceError

LOCK = threading.RLock()
"""Held while PortAudio's device list is read or rebuilt."""

_FIX = {
    "linux": "Install it: apt install libportaudio2 libasound2-plugins (Fedora: dnf install portaudio).",
    "darwin": "Reinstall sounddevice: pip install --force-reinstall sounddevice.",
    "win32": "Reinstall sounddevice: pip install --force-reinstall sounddevice.",
}


@dataclass(frozen=True, slots=True)
class OutputDevice:
    """A device that can play. ``number`` holds until devices are plugged or unplugged; ``sink`` is Pulse's name."""

    number: int
    name: str
    host: str
    channels: int
    sample_rate: float
    default: bool = False
    sink: str = ""
    driver: str = ""


def load() -> Any:
    """The ``sounddevice`` module.

    Raises:
        DeviceError: PortAudio's library is missing.
    """
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        raise DeviceError("The PortAudio library is missing.", _FIX.get(sys.platform, _FIX["linux"])) from error
    return sounddevice


def outputs() -> list[OutputDevice]:
    """Every device that can play, in PortAudio's order; empty without a sound system.

    Raises:
        DeviceError: PortAudio's library is missing or cannot read the devices.
    """
    sd = load()
    with LOCK:
        try:
            hosts = [host["name"] for host in sd.query_hostapis()]
            default = _default(sd)
            return [_device(info, hosts, default) for info in sd.query_devices() if info["max_output_channels"] > 0]
        except sd.PortAudioError as error:
            raise DeviceError(
                f"The sound devices cannot be read: {words(error)}.", "Restart the sound system."
            ) from error


def reload() -> None:
    """Read the devices anew; PortAudio freezes its list when it starts. No stream may be open.

    Raises:
        DeviceError: PortAudio does not come up again.
    """
    sd = load()
    with LOCK:
        try:
            # Not public, but sounddevice has no other way to see a device that was plugged in later.
            sd._terminate()
            sd._initialize()
        except sd.PortAudioError as error:
            raise DeviceError(f"The sound system does not answer: {words(error)}.", "Restart it.") from error


def words(error: Exception) -> str:
    """PortAudio's own words, without the number."""
    return str(error.args[0]).split(" [PaErrorCode")[0].rstrip(".") if error.args else type(error).__name__


def _default(sd: Any) -> int:
    # The system's default, also where the user's own default (sd.default.device) is unset.
    number = sd.default.device[1]
    if number is None or number < 0:
        hosts = [host["default_output_device"] for host in sd.query_hostapis()]
        number = next((device for device in hosts if device >= 0), -1)
    return int(number)


def _device(info: Any, hosts: list[str], default: int) -> OutputDevice:
    return OutputDevice(
        number=info["index"],
        name=info["name"],
        host=hosts[info["hostapi"]],
        channels=info["max_output_channels"],
        sample_rate=info["default_samplerate"],
        default=info["index"] == default,
    )
