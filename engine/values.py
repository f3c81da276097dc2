"""The values that travel the road, left to right. All are frozen; none knows where it goes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError

Samples = NDArray[np.float32]
"""Mono audio, shape [n], float32 in [-1, 1]."""

Kind = Literal["chat", "cheer", "gift", "sub", "raid", "command", "say"]
EXPENDABLE: frozenset[Kind] = frozenset({"chat", "command"})
"""Kinds that may be dropped where there is no time or room: nothing that was paid for, nothing the streamer typed."""

Role = Literal["viewer", "subscriber", "vip", "moderator", "broadcaster", "bot"]


@dataclass(frozen=True, slots=True)
class EmotionVector:
    """Strengths of the eight emotions in IndexTTS2's fixed order, each 0 to 1; all zero is neutral.

    Raises:
        InputError: a strength is outside 0 to 1 or not a number.
    """

    happy: float = 0.0
    angry: float = 0.0
    sad: float = 0.0
    afraid: float = 0.0
    disgusted: float = 0.0
    melancholic: float = 0.0
    surprised: float = 0.0
    calm: float = 0.0

    def __post_init__(self) -> None:
        for name, strength in self.items():
            if not 0.0 <= strength <= 1.0:
                raise InputError(f"Emotion {name}={strength} is outside 0 to 1.")

    def __iter__(self) -> Iterator[float]:
        return iter(getattr(self, name) for name in EMOTIONS)

    def items(self) -> Iterator[tuple[str, float]]:
        """(name, strength) pairs in the fixed order."""
        return ((name, getattr(self, name)) for name in EMOTIONS)

    @property
    def top(self) -> tuple[str, float]:
        """The strongest emotion and its strength; ``("calm", 0.0)`` for the neutral vector."""
        name, strength = max(self.items(), key=lambda pair: pair[1])
        return (name, strength) if strength > 0 else ("calm", 0.0)

    @classmethod
    def of(cls, values: Mapping[str, float]) -> EmotionVector:
        """Build from names and strengths; unnamed emotions are 0.

        Raises:
            InputError: a name is not one of the eight, or a strength is not a number in 0 to 1.
        """
        unknown = [name for name in values if name not in EMOTIONS]
        if unknown:
            raise InputError(f"Unknown emotion {unknown[0]!r}.", f"Use {', '.join(EMOTIONS)}.")
        try:
            return cls(**{name: float(strength) for name, strength in values.items()})
        except (TypeError, ValueError) as error:
            raise InputError("An emotion's strength is not a number.", "Use 0 to 1.") from error


EMOTIONS: tuple[str, ...] = tuple(field.name for field in fields(EmotionVector))


@dataclass(frozen=True, slots=True)
class Message:
    """One thing somebody said or did, as a source saw it.

    ``at`` is ``time.monotonic()`` seconds on arrival. ``amount`` is in ``currency`` units (bits for a cheer,
    months for a sub, viewers for a raid). ``duration`` (seconds) and ``pace`` (1.0 is natural, 0.75 shorter)
    exclude each other.
    """

    id: str
    text: str
    author: str = ""
    platform: str = "local"
    at: float = 0.0
    kind: Kind = "chat"
    amount: float | None = None
    currency: str = ""
    role: Role = "viewer"
    emotion: EmotionVector | None = None
    duration: float | None = None
    pace: float | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """A moderator's removal. Exactly one of the three ways is set; all empty clears the whole platform."""

    platform: str
    message_id: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An accepted message on its way to being spoken. Higher ``priority`` speaks first."""

    turn_id: int
    message: Message
    priority: int
    queued_at: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A speakable clause of a turn, in reading order.

    ``text`` is the clause as written; ``whole`` is the sentence it came from as far as it is known, so that a
    feeling is read from the sentence and not from its first three words. ``last`` closes the turn.
    """

    turn_id: int
    index: int
    text: str
    whole: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What a voice is asked to say. ``duration`` (seconds, exact to the sample) wins over ``pace``.

    ``pace`` multiplies the natural duration: 0.75 is a quarter shorter, 1.25 a quarter longer.
    """

    turn_id: int
    index: int
    text: str
    emotion: EmotionVector = EmotionVector()
    duration: float | None = None
    pace: float = 1.0
    voice: str = ""


class Mark(NamedTuple):
    """A word of a line as it is said, sounding from ``at_s`` to ``until_s`` seconds after the line's start."""

    word: str
    at_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """Samples of one line, in order. ``last`` marks the end of the turn, not of the line."""

    turn_id: int
    index: int
    generation: int
    samples: Samples
    sample_rate: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Played:
    """A span of a line that was handed to the device: [start, end) in samples of the sink's clock."""

    turn_id: int
    index: int
    start: int
    end: int
