"""Virtual cables: which device is one, and how to get one on each system. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cable:
    """A known kind of virtual cable: the voice goes in here, OBS hears it at ``other_end``."""

    product: str
    other_end: str


_KNOWN: tuple[tuple[str, Cable], ...] = (
    (r"\bcable(-[a-d])? (in(put| 16 ?ch)?)\b|vb-?audio virtual cable|\bvb-?cable\b", Cable("VB-CABLE", "CABLE Output")),
    (r"voicemeeter", Cable("VoiceMeeter", "VoiceMeeter Output (B1)")),
    (r"blackhole", Cable("BlackHole", "the BlackHole device of the same name")),
    (r"loopback", Cable("Loopback", "the Loopback device of the same name")),
    (r"virtual audio cable|\bline \d+ \(virtual", Cable("Virtual Audio Cable", "the Line of the same number")),
    (r"soundflower", Cable("Soundflower", "the Soundflower device of the same name")),
    (r"null[ -]?(sink|output)|\bvtuber\b|streamvoice", Cable("null sink", "Monitor of the same sink")),
)

_ADVICE = {
    "win32": (
        "Install VB-CABLE (https://vb-audio.com/Cable/), restart, then run with --sink 'device:CABLE Input' and add "
        "'Audio Input Capture' with 'CABLE Output' in OBS."
    ),
    "darwin": (
        "Install BlackHole 2ch (brew install blackhole-2ch), then run with --sink 'device:BlackHole 2ch' and add "
        "'Audio Input Capture' with 'BlackHole 2ch' in OBS."
    ),
    "linux": (
        "Run: pactl load-module module-null-sink sink_name=streamvoice rate=48000, then run with --sink "
        "device:streamvoice and add 'Audio Output Capture' with that sink in OBS."
    ),
}


def cable(name: str, *, driver: str = "") -> Cable | None:
    """The virtual cable that an output device is, or None for a device with real speakers.

    Args:
        name: the device's name as the system shows it.
        driver: the module behind it where the system tells (PulseAudio: ``module-null-sink.c``).
    """
    if re.search("dummy output|auto_null", name, re.IGNORECASE):
        return None  # what Pulse shows when there is nothing at all
    if "null-sink" in driver or "null-audio-sink" in driver:
        return Cable("null sink", "Monitor of the same sink")
    if re.search(r"snd_aloop|aloop", f"{name} {driver}", re.IGNORECASE):
        return Cable("ALSA loopback", "the loopback card's other device")
    return next((kind for pattern, kind in _KNOWN if re.search(pattern, name, re.IGNORECASE)), None)


def advice(platform: str) -> str:
    """How to get a virtual cable. ``platform`` is ``sys.platform``."""
    return _ADVICE.get(platform, _ADVICE["linux"])
