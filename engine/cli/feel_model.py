"""The model that reads feelings, by the name it has on the command line."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any, Literal

from engine.emotion.embedded import EmbeddedModel
from engine.emotion.slow.models import ModelSettings, open_slow_model
from engine.errors import EmotionModelError
from engine.protocols import BatchEmotionModel, EmotionModel, Reading

ModelName = Literal["embedded", "qwen", "server"]
PATIENCE_S = 60.0
"""Seconds an answer may take: no line waits for it."""
OPTIONS = {"qwen_dir": "--model-dir", "server_url": "--url", "server_model": "--server-model"}
"""What a profile's settings are called on the command line."""
_SETTING = re.compile("|".join(OPTIONS))


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


def open_model(name: ModelName, folder: str | None, url: str | None, served: str | None = None) -> EmotionModel:
    """A model that has read once already, so that the first text takes no longer than the others.

    Args:
        name: which.
        folder: of the Qwen model; the usual one where None.
        url: of the server; the usual one where None.
        served: the server's name for its model; needed where it has several.

    Raises:
        EmotionModelError: it is not installed, not there, or does not answer.
    """
    given: dict[str, Any] = {"qwen_dir": folder, "server_url": url, "server_model": served}
    chosen = {setting: value for setting, value in given.items() if value is not None}
    try:
        slow = open_slow_model(ModelSettings(model=name, timeout_s=PATIENCE_S, **chosen))
        model = EmbeddedModel() if slow is None else OneByOne(slow)
        model.read("Hello.")
    except EmotionModelError as error:
        raise EmotionModelError(error.what, _SETTING.sub(lambda found: OPTIONS[found[0]], error.fix)) from error
    return model


def timed(model: EmotionModel, text: str) -> tuple[Reading, float]:
    """What ``model`` reads from ``text``, and the milliseconds it took."""
    began = perf_counter()
    reading = model.read(text)
    return reading, (perf_counter() - began) * 1000
