"""The model that reads feelings, by the name it has on the command line."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Literal

from engine.emotion.lexicon import LexiconModel
from engine.emotion.models import ModelSettings, open_slow_model
from engine.protocols import BatchEmotionModel, EmotionModel, Reading

ModelName = Literal["embedded", "qwen", "server"]


class OneByOne:
    """A model for several texts, asked for each alone: its time is a text's."""

    def __init__(self, model: BatchEmotionModel) -> None:
        self.name = model.name
        self._model = model

    def read(self, text: str) -> Reading:
        """The text's own emotion and why.

        Raises:
            StreamvoiceError: the model or its server failed.
        """
        return self._model.read_all([text])[0]


def open_model(name: ModelName, folder: str | None, url: str | None) -> EmotionModel:
    """A model that has read once already, so that the first text takes no longer than the others.

    Raises:
        StreamvoiceError: it is not installed, not there, or does not answer.
    """
    given: dict[str, Any] = {"qwen_dir": folder, "server_url": url}
    settings = ModelSettings(model=name, **{key: value for key, value in given.items() if value is not None})
    slow = open_slow_model(settings)
    model = LexiconModel() if slow is None else OneByOne(slow)
    model.read("Hello.")
    return model


def timed(model: EmotionModel, text: str) -> tuple[Reading, float]:
    """What ``model`` reads from ``text``, and the milliseconds it took."""
    began = perf_counter()
    reading = model.read(text)
    return reading, (perf_counter() - began) * 1000
