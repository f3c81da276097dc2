"""Readings made ahead, until they are needed: bounded, the least lately used go first."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from engine.protocols import Reading

KEPT = 512
"""Readings held back."""


@dataclass(frozen=True, slots=True)
class Made:
    """A reading made ahead by ``model``, and its share of the batch's time in milliseconds."""

    reading: Reading
    model: str
    milliseconds: float


class Kept:
    """Readings by text; None for a text that could not be read."""

    def __init__(self) -> None:
        self._readings: OrderedDict[str, Made | None] = OrderedDict()
        self._news = asyncio.Event()

    def __contains__(self, text: str) -> bool:
        return text in self._readings

    def __len__(self) -> int:
        return len(self._readings)

    def get(self, text: str) -> Made | None:
        """The reading of ``text``; None where there is none."""
        found = self._readings.get(text)
        if found is not None:
            self._readings.move_to_end(text)
        return found

    def put(self, made: Mapping[str, Made | None]) -> None:
        """Add readings and tell whoever waits."""
        self._readings.update(made)
        while len(self._readings) > KEPT:
            self._readings.popitem(last=False)
        self._news.set()
        self._news = asyncio.Event()

    def clear(self) -> None:
        """Forget all."""
        self._readings.clear()

    async def until(self, text: str, seconds: float) -> None:
        """Return once ``text`` is there, at the latest after ``seconds``."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while text not in self._readings:
                    await self._news.wait()
