"""Finds a voice by its name, for example ``hibari`` or ``hibari:bright``."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from engine.errors import VoiceError
from engine.protocols import Voice
from engine.voices.hibari import HibariVoice
from engine.voices.timbre import DEFAULT as DEFAULT_TIMBRE
from engine.voices.timbre import TIMBRES

DEFAULT = f"hibari:{DEFAULT_TIMBRE}"
LOADERS: dict[str, Callable[[str], Voice]] = {"hibari": lambda name: HibariVoice.load(name or DEFAULT_TIMBRE)}
"""What stands before the colon, and what builds a voice from what stands after it."""


def voice_names() -> list[tuple[str, str]]:
    """Every voice's name and one sentence about it."""
    return [(f"hibari:{name}", timbre.about) for name, timbre in TIMBRES.items()]


def check_voice(spec: str) -> None:
    """Raise unless there is a voice called ``spec``; nothing is loaded.

    Raises:
        VoiceError: there is no such voice; the nearest name is given.
    """
    family, _, rest = (spec or DEFAULT).partition(":")
    names = [name for name, _ in voice_names()]
    if family not in LOADERS or (rest and f"{family}:{rest}" not in names):
        near = difflib.get_close_matches(spec, [*LOADERS, *names], n=1, cutoff=0.0)
        raise VoiceError(f"There is no voice {spec!r}.", f"Did you mean {near[0]!r}?")


def load_voice(spec: str = DEFAULT) -> Voice:
    """Load the voice called ``spec``; an empty one means the default.

    Raises:
        VoiceError: there is no such voice (the nearest name is given), or it cannot be loaded.
    """
    check_voice(spec)
    family, _, rest = (spec or DEFAULT).partition(":")
    return LOADERS[family](rest)
