"""Which device a name means. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from engine.audio.portaudio import OutputDevice
from engine.errors import DeviceError

HOSTS = (
    "Windows WASAPI",
    "Core Audio",
    "PulseAudio",
    "ALSA",
    "JACK Audio Connection Kit",
    "Windows DirectSound",
    "MME",
)
"""Where one device appears under several systems, the first here wins: lowest delay that shares the device."""


def choose(devices: Sequence[OutputDevice], wanted: str | None) -> OutputDevice:
    """The device that ``wanted`` means: a number, a whole name, or part of one; None is the system's default.

    Raises:
        DeviceError: there is none; the fix names the nearest.
    """
    if not devices:
        raise DeviceError("There is no sound device.", "Plug one in, or use --sink wav:PATH or --sink null.")
    if wanted is None:
        return _default(devices)
    for fits in (_number, _same, _part):
        found = [device for device in devices if fits(device, wanted)]
        if found:
            return min(found, key=_rank)
    raise DeviceError(f"There is no sound device {wanted!r}.", _nearest(devices, wanted))


def _default(devices: Sequence[OutputDevice]) -> OutputDevice:
    defaults = [device for device in devices if device.default]
    if not defaults:
        return min(devices, key=_rank)
    # The system's default comes as its oldest interface (MME on Windows); the same device may have a better one.
    same = [device for device in devices if device.name.startswith(defaults[0].name) and len(defaults[0].name) > 8]
    return min(same or defaults, key=_rank)


def _number(device: OutputDevice, wanted: str) -> bool:
    return wanted.isdecimal() and device.number == int(wanted) and not device.sink


def _same(device: OutputDevice, wanted: str) -> bool:
    return wanted.casefold() in (device.name.casefold(), device.sink.casefold())


def _part(device: OutputDevice, wanted: str) -> bool:
    return bool(wanted) and wanted.casefold() in device.name.casefold()


def _rank(device: OutputDevice) -> tuple[int, int]:
    return (HOSTS.index(device.host) if device.host in HOSTS else len(HOSTS), device.number)


def _nearest(devices: Sequence[OutputDevice], wanted: str) -> str:
    names = list(dict.fromkeys(device.sink or device.name for device in devices))
    by_case = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wanted.casefold(), by_case, n=1, cutoff=0.3)
    return f"Did you mean {by_case[near[0]]!r}?" if near else f"There are: {', '.join(names)}."
