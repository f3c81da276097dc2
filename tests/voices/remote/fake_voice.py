"""A voice that counts its steps, and a voice server in this process that tests can stop and start again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from engine.errors import UnspeakableError, UnsuitedError
from engine.protocols import Voice
from engine.values import Line, Samples
from engine.voices.remote.bridge import loop
from engine.voices.remote.server import Place, VoiceServer


class Counting:
    """Gives blocks of 0.1 s that hold the number of the line's character they stand for; its steps take ``step_s``.

    With a duration, silence follows.
    """

    def __init__(self, step_s: float = 0.0, sample_rate: int = 24_000) -> None:
        self.name = "fake:counting"
        self.sample_rate = sample_rate
        self.languages = frozenset({"en", "zh"})
        self.step_s = step_s
        self.steps: list[str] = []
        self.closed: list[str] = []
        self.lines: list[Line] = []

    def speakable(self, text: str) -> str:
        if not text.strip("!"):
            raise UnspeakableError("only punctuation")
        return text.lower()

    def natural_seconds(self, line: Line) -> float:
        return 0.1 * len(line.text)

    def speak(self, line: Line) -> Iterator[Samples]:
        self.lines.append(line)
        if line.duration is not None and line.duration < 0.1:
            raise UnsuitedError("Too short.", "Allow more.")
        return self._blocks(line)

    def _blocks(self, line: Line) -> Iterator[Samples]:
        whole = None if line.duration is None else round(line.duration * self.sample_rate)
        given = 0
        try:
            for number, char in enumerate(line.text):
                self.steps.append(line.text[:1])
                time.sleep(self.step_s)
                if char == "*":
                    raise RuntimeError("out of memory")
                block = np.full(self.sample_rate // 10, number / 1000, np.float32)
                given += len(block)
                yield block
            if whole is not None:
                yield np.zeros(whole - given, np.float32)
        finally:
            self.closed.append(line.text[:1])


class Server:
    """A running voice server."""

    def __init__(self, voice: Voice, place: Place) -> None:
        self.url = ""
        up = threading.Event()

        def ready(url: str) -> None:
            self.url = url
            up.set()

        self._task = asyncio.run_coroutine_threadsafe(VoiceServer(voice, place).run(ready), loop())
        until(lambda: up.is_set() or self._task.done())
        if self._task.done():
            self._task.result()

    @property
    def voice(self) -> str:
        return f"stream:{self.url}"

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    def end(self) -> None:
        self._task.cancel()
        until(self._task.done)
        time.sleep(0.05)


@contextmanager
def lending(voice: Voice, place: Place = Place(port=0)) -> Iterator[Server]:  # noqa: B008  frozen
    server = Server(voice, place)
    try:
        yield server
    finally:
        server.end()


def until(true: Callable[[], object], seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)
