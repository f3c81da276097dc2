"""What a viewer hears at one sample, as plain values."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from engine.values import EmotionVector, Kind

NEUTRAL = EmotionVector()


@dataclass(frozen=True, slots=True)
class Word:
    """``text[begin:end]`` of its passage, sounding from ``at_s`` to ``until_s`` seconds after the passage's start."""

    begin: int
    end: int
    at_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause of a turn as it is heard.

    ``text`` is as written; ``start`` is the device sample of its first sound, ``seconds`` its length (an estimate
    until ``complete``), ``words`` its words in reading order, ``last`` says that it ended the turn (known only once
    the turn has been made to its end). ``author`` wrote the message that is read or answered.
    """

    turn_id: int
    index: int
    author: str
    text: str
    emotion: EmotionVector
    start: int
    seconds: float
    words: tuple[Word, ...]
    kind: Kind = "chat"
    platform: str = "local"
    complete: bool = False

    def word_at(self, spoken_s: float) -> int:
        """Index of the word that is sounding, or was last, ``spoken_s`` seconds in; -1 before the first."""
        return bisect_right(self.words, spoken_s, key=lambda word: word.at_s) - 1


@dataclass(frozen=True, slots=True)
class Moment:
    """What is heard at device sample ``sample``.

    ``passage`` is the one sounding, or the last that sounded; None before the first and as soon as its turn was cut
    (a deleted line must not be read on). ``spoken_s`` is how many of its seconds have been heard: it stands still
    while the voice is paused. ``silence_s`` is the time since speech was last heard, 0.0 while it is.
    """

    sample: float
    passage: Passage | None = None
    spoken_s: float = 0.0
    silence_s: float = 0.0

    @property
    def speaking(self) -> bool:
        """Whether a passage is sounding."""
        return self.passage is not None and self.silence_s == 0.0

    @property
    def word(self) -> int:
        """Index into ``passage.words`` of the word being said; -1 where there is none."""
        return self.passage.word_at(self.spoken_s) if self.passage is not None else -1

    @property
    def emotion(self) -> EmotionVector:
        """The feeling in the voice; neutral where nobody speaks."""
        return self.passage.emotion if self.passage is not None and self.speaking else NEUTRAL
