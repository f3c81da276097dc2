"""A sentence to what the voice should express: its own feeling, the mood, and what was asked for."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.emotion.mood import Mood, MoodSettings
from engine.emotion.override import take_override
from engine.emotion.reading import Cue
from engine.protocols import Clock, EmotionModel
from engine.values import EmotionVector, Sentence


@dataclass(frozen=True, slots=True)
class Felt:
    """``vector`` is for the voice, ``text_vector`` the sentence's own feeling, ``mood`` the state after it.

    ``model`` read it in ``read_ms`` milliseconds from ``cues``; ``note`` says in a few words what else had a say.
    """

    vector: EmotionVector
    text_vector: EmotionVector
    mood: EmotionVector
    cues: tuple[Cue, ...] = ()
    model: str = ""
    read_ms: float = 0.0
    note: str = ""


class Feeler:
    """Reads sentences and keeps the mood.

    Args:
        model: reads a feeling from text.
        mood_settings: how the mood moves.
        clock: monotonic seconds.
    """

    def __init__(self, model: EmotionModel, mood_settings: MoodSettings, clock: Clock) -> None:
        self._model = model
        self._mood = Mood(mood_settings, clock)
        self._last: tuple[int, str, EmotionVector | None] | None = None
        self._felt = Felt(EmotionVector(), EmotionVector(), self._mood.current())

    @property
    def reader(self) -> str:
        """The model that reads feelings from text."""
        return self._model.name

    @property
    def mood(self) -> EmotionVector:
        """The mood as it has faded by now."""
        return self._mood.current()

    def feel(self, sentence: Sentence, override: EmotionVector | None = None) -> Felt:
        """What ``sentence`` should sound like.

        The feeling is read from the whole sentence, so the later pieces of a sentence sound like its first and
        move the mood only once; emotion tags in it are not read as words.
        ``override`` is used as it is and moves the mood mildly.
        """
        key = (sentence.turn_id, sentence.whole, override)
        if key == self._last:
            return self._felt
        begun = time.perf_counter()
        reading = self._model.read(take_override(sentence.whole or sentence.text)[0])
        read_ms = (time.perf_counter() - begun) * 1000
        if override is None:
            vector = self._mood.feel(reading.vector)
        else:
            vector = override
            self._mood.follow(override)
        self._last = key
        note = "" if override is None else "asked for"
        mood = self._mood.current()
        self._felt = Felt(vector, reading.vector, mood, reading.cues, self._model.name, read_ms, note)
        return self._felt
