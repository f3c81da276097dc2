"""Readings made ahead, until they are needed: bounded, the least lately used go first."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
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
    """Readings by text, and the texts that could not be read.

    A text in a failed batch may have broken the model, or have met an outage. It counts as failed until the model
    reads others again; then it is doubted, and failed for good if it fails once more.
    """

    def __init__(self) -> None:
        self._readings: OrderedDict[str, Made | None] = OrderedDict()
        self._caught: dict[str, None] = {}
        self._doubted: dict[str, None] = {}
        self._news = asyncio.Event()

    def __contains__(self, text: str) -> bool:
        """Whether ``text`` was read, or failed."""
        return text in self._readings or text in self._caught

    def __len__(self) -> int:
        return len(self._readings)

    def get(self, text: str) -> Made | None:
        """The reading of ``text``; None where there is none."""
        found = self._readings.get(text)
        if found is not None:
            self._readings.move_to_end(text)
        return found

    def doubts(self, text: str) -> bool:
        """Whether ``text`` was in a failed batch and has not been tried since."""
        return text in self._doubted

    def put(self, made: Mapping[str, Made]) -> None:
        """Add readings and tell whoever waits; texts that failed until now may be tried again."""
        self._doubted = _newest({text: None for text in [*self._doubted, *self._caught] if text not in made})
        self._caught = {}
        self._keep(made)

    def fail(self, texts: Sequence[str]) -> None:
        """``texts`` could not be read; tells whoever waits."""
        again: dict[str, Made | None] = {text: None for text in texts if text in self._doubted}
        self._doubted = {text: None for text in self._doubted if text not in again}
        self._caught = _newest({**self._caught, **{text: None for text in texts if text not in again}})
        self._keep(again)

    def clear(self) -> None:
        """Forget all."""
        self._readings.clear()
        self._caught, self._doubted = {}, {}

    async def until(self, text: str, seconds: float) -> None:
        """Return once ``text`` is there, at the latest after ``seconds``."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while text not in self:
                    await self._news.wait()

    def _keep(self, made: Mapping[str, Made | None]) -> None:
        self._readings.update(made)
        while len(self._readings) > KEPT:
            self._readings.popitem(last=False)
        self._news.set()
        self._news = asyncio.Event()


def _newest(texts: dict[str, None]) -> dict[str, None]:
    return dict.fromkeys(list(texts)[-KEPT:])
