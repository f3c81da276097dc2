"""A family of voices: what stands before the colon of a voice's name ("kokoro" in "kokoro:zf_xiaoxiao")."""

from __future__ import annotations

from typing import Protocol

from engine.protocols import Voice
from engine.voices.settings import VoiceSettings


class Family(Protocol):
    """One module per family offers these; importing it must be cheap, loading may be slow."""

    def names(self) -> list[tuple[str, str]]:
        """The family's known voices, each by its whole name, and one sentence about it."""
        ...

    def check(self, name: str) -> None:
        """Raise unless a voice called ``name`` (what stands after the colon, perhaps empty) can be asked for.

        Loads nothing, and connects to nothing.

        Raises:
            VoiceError: there is no such voice, and what to do about it.
        """
        ...

    def load(self, name: str, settings: VoiceSettings) -> Voice:
        """Build the voice called ``name``, after ``check``; slow.

        Raises:
            VoiceError: it cannot be loaded, and what to do about it.
        """
        ...
