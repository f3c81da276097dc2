"""The model that reads feelings, by the name it has on the command line."""

from __future__ import annotations

from time import perf_counter
from typing import Literal

from engine.emotion.lexicon import LexiconModel
from engine.protocols import EmotionModel, Reading

ModelName = Literal["embedded"]


def open_model(name: ModelName) -> EmotionModel:
    """A model that has read once already, so that the first text takes no longer than the others."""
    model = LexiconModel()
    model.read("warm")
    return model


def timed(model: EmotionModel, text: str) -> tuple[Reading, float]:
    """What ``model`` reads from ``text``, and the milliseconds it took."""
    began = perf_counter()
    reading = model.read(text)
    return reading, (perf_counter() - began) * 1000
