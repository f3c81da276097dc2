"""What `feel` shows of a text: its own feeling, and what a profile makes of that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.cli.feel_model import timed
from engine.emotion.feel import Feeler, Saying
from engine.emotion.override import take_override
from engine.emotion.reader import FeelingReader
from engine.emotion.reading import Cue
from engine.profile import load_profile
from engine.protocols import EmotionModel
from engine.values import EmotionVector, Sentence


@dataclass(frozen=True, slots=True)
class Shown:
    """``vectors`` are by what they are of: text, and with a profile mood and voice; ``ms`` is milliseconds."""

    text: str
    model: str
    vectors: dict[str, EmotionVector]
    cues: tuple[Cue, ...]
    ms: float
    note: str = ""


Shower = Callable[[str], Shown]


def by_text(model: EmotionModel) -> Shower:
    """What ``model`` reads, and no more."""

    def show(text: str) -> Shown:
        reading, ms = timed(model, text)
        return Shown(text, model.name, {"text": reading.vector}, tuple(reading.cues), ms)

    return show


def by_profile(name: str, model: EmotionModel) -> Shower:
    """What a profile's streamer makes of one text after the other, each said by a chatter; the mood carries on.

    Raises:
        ProfileError: there is no such profile.
    """
    profile = load_profile(name)
    feeler = Feeler(FeelingReader(model), profile.mood, time.monotonic)
    saying = Saying(own=False, voice=profile.chain[0])
    turns = iter(range(2**62))

    def show(text: str) -> Shown:
        rest, asked = take_override(text)
        felt = feeler.feel(Sentence(next(turns), 0, rest, rest, last=True), asked, saying)
        vectors = {"text": felt.text_vector, "mood": felt.mood, "voice": felt.vector}
        return Shown(text, felt.model, vectors, felt.cues, felt.read_ms, felt.note)

    return show
