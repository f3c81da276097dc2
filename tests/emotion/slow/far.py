"""Slow models for another process, which finds them by their module's name."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from engine.emotion.reading import Reading
from engine.errors import EmotionModelError
from engine.values import EmotionVector


class Far:
    """Everything is sad; "fail", "die" and "sleep" do what they say."""

    name = "far"

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """Readings, or the trouble asked for."""
        if "fail" in texts:
            raise EmotionModelError("It failed.", "Mend it.")
        if "die" in texts:
            os._exit(1)
        if "sleep" in texts:
            time.sleep(60)
        return [Reading(EmotionVector(sad=0.9), (("pid", "sad", float(os.getpid() != 0)),)) for _ in texts]


def nothing() -> None:
    """There is no model."""


def broken() -> Far:
    """Cannot be opened."""
    raise EmotionModelError("Not installed.", "Install it.")


def never() -> Far:
    """Takes for ever to open."""
    time.sleep(60)
    return Far()
