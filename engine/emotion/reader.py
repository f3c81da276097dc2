"""The two readers of feelings behind one door: a cheap one that is always there, and a slow one where it is in time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pydantic import Field

from engine.emotion.reading import Reading
from engine.emotion.slow.ahead import Ahead
from engine.emotion.slow.models import ModelSettings
from engine.protocols import EmotionModel
from engine.values import EmotionVector

_GLANCE = 200
"""Characters of a chat message that are read for the crowd's feeling."""


class ReaderSettings(ModelSettings):
    """Who reads the feeling of a text."""

    wait_ms: float = Field(0.0, ge=0.0, le=2000.0)
    """Milliseconds a line may wait for the slower reader; 0 never waits, and the embedded one is taken."""


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, the model it is from, the milliseconds it took, and why it is not the better model's (or empty)."""

    reading: Reading
    model: str
    milliseconds: float
    note: str = ""


class FeelingReader:
    """Reads with the embedded model at once, and prefers the slow one's reading where it is there.

    Args:
        embedded: well under a millisecond a text.
        ahead: the slow model, reading ahead; None where there is none.
    """

    def __init__(self, embedded: EmotionModel, ahead: Ahead | None = None) -> None:
        self._embedded = embedded
        self._ahead = ahead

    @property
    def name(self) -> str:
        """The model that reads now."""
        return (self._ahead.name if self._ahead else "") or self._embedded.name

    def read(self, text: str) -> Read:
        """The feeling of ``text``. A slow model that names no cues is shown with the embedded one's."""
        begun = time.perf_counter()
        own = self._embedded.read(text)
        milliseconds = (time.perf_counter() - begun) * 1000
        made = self._ahead.take(text) if self._ahead else None
        if made is None:
            note = self._ahead.excuse(text) if self._ahead else ""
            return Read(Reading(own.vector, tuple(own.cues)), self._embedded.name, milliseconds, note)
        reading = Reading(made.reading.vector, tuple(made.reading.cues or own.cues))
        return Read(reading, made.model, made.milliseconds)

    def glance(self, text: str) -> EmotionVector:
        """The embedded model's reading of the beginning of ``text``."""
        return self._embedded.read(text[:_GLANCE]).vector
