"""The embedded voice's names (a :class:`~engine.voices.family.Family`)."""

from __future__ import annotations

import difflib

from engine.errors import VoiceError
from engine.voices.hibari import HibariVoice
from engine.voices.settings import VoiceSettings
from engine.voices.timbre import DEFAULT, TIMBRES


def names() -> list[tuple[str, str]]:
    """See :class:`~engine.voices.family.Family`."""
    return [(f"hibari:{name}", timbre.about) for name, timbre in TIMBRES.items()]


def check(name: str) -> None:
    """See :class:`~engine.voices.family.Family`."""
    if name and name not in TIMBRES:
        near = difflib.get_close_matches(f"hibari:{name}", [known for known, _ in names()], n=1, cutoff=0.0)
        raise VoiceError(f"There is no voice {f'hibari:{name}'!r}.", f"Did you mean {near[0]!r}?")


def load(name: str, settings: VoiceSettings) -> HibariVoice:
    """See :class:`~engine.voices.family.Family`."""
    del settings  # it has none
    return HibariVoice.load(name or DEFAULT)
