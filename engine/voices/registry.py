"""Finds a voice by its name, for example ``hibari``, ``kokoro:zf_xiaoxiao`` or ``indextts2:aoi``."""

from __future__ import annotations

import difflib
import importlib
from typing import cast

from engine.errors import VoiceError
from engine.protocols import Voice
from engine.voices.family import Family
from engine.voices.settings import VoiceSettings
from engine.voices.timbre import DEFAULT as DEFAULT_TIMBRE

DEFAULT = f"hibari:{DEFAULT_TIMBRE}"
USUAL_RATE = 24000
"""Of families that name no ``SAMPLE_RATE``, in Hz."""
FAMILIES = {
    "hibari": "engine.voices.hibari_family",
    "indextts2": "engine.voices.cloned.family",
    "kokoro": "engine.voices.kokoro.family",
    "openai": "engine.voices.remote.openai_family",
    "stream": "engine.voices.remote.stream_family",
}
"""What stands before the colon, and the module that offers a :class:`~engine.voices.family.Family`."""


def family_of(spec: str) -> str:
    """What stands before the colon of a voice's name; of an empty one, the default's."""
    return (spec or DEFAULT).partition(":")[0]


def voice_names() -> list[tuple[str, str]]:
    """Every voice's name and one sentence about it."""
    return [voice for name in FAMILIES for voice in _family(name).names()]


def check_voice(spec: str) -> None:
    """Raise unless there is a voice called ``spec``; nothing is loaded.

    Raises:
        VoiceError: there is no such voice; the nearest name is given.
    """
    family, _, name = (spec or DEFAULT).partition(":")
    if family not in FAMILIES:
        names = [name for name, _ in voice_names()]
        near = difflib.get_close_matches(spec, [*FAMILIES, *names], n=1, cutoff=0.5)
        advice = f"Did you mean {near[0]!r}?" if near else f"`streamvoice voice list` names them, such as {DEFAULT}."
        raise VoiceError(f"There is no voice {spec!r}.", advice)
    _family(family).check(name)


def model_of(spec: str) -> str:
    """What does one thing at a time for a voice called ``spec``: its family's model, or the voice alone.

    Families that are ``APART`` have voices with nothing in common: a machine that hangs must not hold up another.
    """
    family = family_of(spec)
    return spec if family in FAMILIES and getattr(_family(family), "APART", False) else family


def sample_rate_of(spec: str) -> int:
    """What a voice called ``spec`` will most likely speak with, in Hz, before it is loaded: its family's own rate."""
    return int(getattr(_family(family_of(spec)), "SAMPLE_RATE", USUAL_RATE))


def load_voice(spec: str = DEFAULT, settings: VoiceSettings | None = None) -> Voice:
    """Load the voice called ``spec``; an empty one means the default.

    Raises:
        VoiceError: there is no such voice (the nearest name is given), or it cannot be loaded.
    """
    check_voice(spec)
    family, _, name = (spec or DEFAULT).partition(":")
    return _family(family).load(name, settings or VoiceSettings())


def _family(name: str) -> Family:
    return cast(Family, importlib.import_module(FAMILIES[name]))
