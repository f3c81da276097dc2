"""The cloning voices' names (a :class:`~engine.voices.family.Family`)."""

from __future__ import annotations

from pathlib import Path

from engine.errors import VoiceError
from engine.protocols import Voice
from engine.voices.cloned import shelf
from engine.voices.cloned.names import FAMILY, SUFFIX, is_path
from engine.voices.indextts2 import INSTALL, needs
from engine.voices.settings import VoiceSettings

SAMPLE_RATE = 22050
"""Of every voice of the family, in Hz."""


def names() -> list[tuple[str, str]]:
    """See :class:`~engine.voices.family.Family`; the voices on the shelf."""
    return [(f"{FAMILY}:{name}", "A cloned voice of yours.") for name in shelf.known()]


def check(name: str) -> None:
    """See :class:`~engine.voices.family.Family`; a profile may also name a file."""
    source(name)
    if missing := needs():
        raise VoiceError(f"Cloned voices need the package {missing}.", INSTALL)


def load(name: str, settings: VoiceSettings) -> Voice:
    """See :class:`~engine.voices.family.Family`."""
    from engine.voices.cloned.model import SharedModel
    from engine.voices.cloned.voice import ClonedVoice

    path = source(name)
    if path.suffix.lower() != SUFFIX and not settings.indextts2.consent:
        raise VoiceError(
            f"The profile clones the recording {path.name!r}, and nobody's consent is on record.",
            f"Store it: streamvoice voice add NAME {path.name}. Or set voicing.indextts2.consent in the profile.",
        )
    model = SharedModel.of(settings.indextts2)
    model.prepare(path, own=not is_path(name))
    return ClonedVoice(f"{FAMILY}:{name}", model, path)


def source(name: str) -> Path:
    """The file that a voice is spoken from.

    Raises:
        VoiceError: there is none.
    """
    if not name:
        listed = ", ".join(shelf.known())
        raise VoiceError(
            f"{FAMILY} needs the name of a voice.",
            f"Known: {listed}." if listed else "Clone one: streamvoice voice add NAME RECORDING.wav",
        )
    if not is_path(name):
        return shelf.find(name)
    path = Path(name).expanduser()
    try:
        there = path.is_file()
    except (OSError, ValueError):  # a name no file system takes
        there = False
    if not there:
        raise VoiceError(f"The voice {FAMILY}:{name} has no file: {path} is not there.", "Check the path.")
    return path
