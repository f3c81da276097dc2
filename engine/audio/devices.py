"""Every place the voice can go on this computer, with the virtual cables among them marked."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from engine.audio import portaudio, pulse
from engine.audio.cables import Cable, advice, cable
from engine.audio.portaudio import OutputDevice


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """One line of ``streamvoice devices``: ``spec`` is what to give to ``--sink``."""

    device: OutputDevice
    spec: str
    cable: Cable | None


@dataclass(frozen=True, slots=True)
class DeviceList:
    """The devices, and how to get a virtual cable; ``advice`` is empty where there is one already."""

    devices: tuple[ListedDevice, ...]
    advice: str


def all_outputs() -> list[OutputDevice]:
    """PortAudio's devices and, where PortAudio reaches Pulse, each of Pulse's sinks.

    Raises:
        DeviceError: PortAudio's library is missing.
    """
    devices = portaudio.outputs()
    return devices + pulse_outputs(devices, pulse.sinks() if _pulse(devices) else [])


def pulse_outputs(devices: Iterable[OutputDevice], sinks: Iterable[pulse.PulseSink]) -> list[OutputDevice]:
    """Pulse's sinks as devices behind PortAudio's ``pulse`` device; without sinks PortAudio names already. Pure."""
    devices = list(devices)
    door = _pulse(devices)
    if door is None:
        return []
    known = {device.name for device in devices}
    return [
        OutputDevice(
            door.number, sink.description or sink.name, "PulseAudio", 2, 48000.0, sink=sink.name, driver=sink.driver
        )
        for sink in sinks
        if sink.name not in known
    ]


def listed(devices: Iterable[OutputDevice], platform: str) -> DeviceList:
    """Mark the cables and say what is missing. Pure."""
    lines = tuple(ListedDevice(device, _spec(device), cable(device.name, driver=device.driver)) for device in devices)
    return DeviceList(lines, "" if any(line.cable for line in lines) else advice(platform))


def list_devices() -> DeviceList:
    """What ``streamvoice devices`` shows.

    Raises:
        DeviceError: PortAudio's library is missing.
    """
    return listed(all_outputs(), sys.platform)


def _spec(device: OutputDevice) -> str:
    return f"device:{device.sink or device.name}"


def _pulse(devices: Iterable[OutputDevice]) -> OutputDevice | None:
    return next((device for device in devices if device.name == "pulse" and device.host == "ALSA"), None)
