"""A slow model's readings, made before they are needed: a line never waits for a feeling.

Everything here happens on the event loop's thread but the model's own work, which ``work`` takes elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from engine.emotion.slow.kept import Kept, Made
from engine.protocols import BatchEmotionModel, Clock
from engine.supervise import Backoff, told

BATCH = 8
ASKED = 64
"""Texts asked for and not yet read; beyond that the ones asked for first are forgotten."""
PAUSES = Backoff(first=1.0, start=2.0, ceiling=60.0)

Opener = Callable[[], BatchEmotionModel | None]
"""Opens the model; None where there is none to open. May take seconds and raise."""
Work = Callable[..., Awaitable[Any]]
"""Runs a slow call elsewhere and awaits its result."""
Upcoming = Callable[[], Iterable[str]]
Fault = Callable[[str, str], None]


class Ahead:
    """Reads texts ahead with a slow model, in batches.

    Args:
        opener: the model to begin with.
        clock: monotonic seconds.
        work: runs the model's calls; a thread of its own unless given.
        patience_s: how long a line may wait for its reading.
    """

    def __init__(
        self,
        opener: Opener,
        clock: Clock,
        work: Work | None = None,
        patience_s: float = 0.0,
    ) -> None:
        self._opener = opener
        self._patience_s = patience_s
        self._clock = clock
        self._work = work or _on_thread()
        self._model: BatchEmotionModel | None = None
        self._kept = Kept()
        self._asked: list[str] = []
        self._wake = asyncio.Event()
        self._failures = 0
        self._loading = True

    @property
    def name(self) -> str:
        """The model that reads ahead now; empty while there is none, or while it fails."""
        return self._model.name if self._model is not None and not self._failures else ""

    def excuse(self, text: str) -> str:
        """Why ``take`` has no reading of ``text``; empty where there is no model to read it."""
        if self._model is None:
            return "no slow model" if self._failures else ""
        failed = self._failures or text in self._kept
        return f"{self._model.name} {'failed' if failed else 'was late'}"

    def change(self, opener: Opener, patience_s: float = 0.0) -> None:
        """Go over to another model; what the old one read, and what it was asked for, is forgotten."""
        self._close()
        self._opener, self._patience_s = opener, patience_s
        self._model, self._failures, self._loading = None, 0, True
        self._kept.clear()
        self.drop()
        self._wake.set()

    def wake(self) -> None:
        """Something new is upcoming."""
        self._wake.set()

    def take(self, text: str) -> Made | None:
        """The reading of ``text`` where it is ready."""
        return self._kept.get(text)

    def ask(self, texts: Sequence[str]) -> None:
        """Have ``texts`` read before anything that is only upcoming, the first of them first; not while it fails."""
        if self.name:
            wanted = dict.fromkeys([*texts, *self._asked])
            self._asked = [text for text in wanted if text and text not in self._kept][:ASKED]
            self._wake.set()

    def drop(self) -> None:
        """What was asked for is not needed any more."""
        self._asked = []

    async def ready(self, text: str) -> None:
        """Ask for ``text`` and return once it is read, at the latest after ``patience_s``; at once where that is 0."""
        if not self.name or self._patience_s <= 0:
            return
        self.ask([text])
        await self._kept.until(text, self._patience_s)
        # It is spoken now, read or not: what is still to come goes first.
        self._asked = [other for other in self._asked if other != text]

    async def run(self, upcoming: Upcoming, fault: Fault) -> None:
        """Read for ever; a failure is told, waited after, and tried again with what is then upcoming.

        Args:
            upcoming: texts of what will be spoken next, most urgent first.
            fault: called once per outage with what went wrong and what to do.
        """
        try:
            while True:
                opener = self._opener
                try:
                    await self._serve(opener, upcoming)
                except Exception as error:  # noqa: BLE001  a model may fail in any way; the embedded one goes on
                    if opener is self._opener:
                        await self._failed(error, fault)
        finally:
            self._close()

    def _close(self) -> None:
        """Let go of what an opener holds (a process), where it holds anything; work in hand ends with it."""
        close = getattr(self._opener, "close", None)
        if close is not None:
            close()

    async def _serve(self, opener: Opener, upcoming: Upcoming) -> None:
        if self._loading:
            model = await self._work(opener)
            if opener is not self._opener:
                return
            self._model, self._loading = model, False
        while opener is self._opener:
            self._wake.clear()
            if self._model is not None and (batch := self._batch(upcoming)):
                await self._read(opener, self._model, batch)
            else:
                await self._wake.wait()

    def _batch(self, upcoming: Upcoming) -> list[str]:
        wanted = dict.fromkeys([*self._asked, *upcoming()])
        fresh = [text for text in wanted if text and text not in self._kept]
        # One that was in a failed batch may be what broke it: it is read last, and alone.
        batch = [text for text in fresh if not self._kept.doubts(text)][:BATCH] or fresh[:1]
        self._asked = [text for text in self._asked if text in fresh and text not in batch]
        return batch

    async def _read(self, opener: Opener, model: BatchEmotionModel, batch: list[str]) -> None:
        begun = self._clock()
        try:
            found = await self._work(model.read_all, batch)
            share = (self._clock() - begun) * 1000 / len(batch)
            made = {text: Made(reading, model.name, share) for text, reading in zip(batch, found, strict=True)}
        except Exception:
            if opener is self._opener:  # a text that breaks the model must not keep the others from it
                self._kept.fail(batch)
            raise
        if opener is self._opener:
            self._kept.put(made)
            self._failures = 0

    async def _failed(self, error: Exception, fault: Fault) -> None:
        self._failures += 1
        self.drop()
        if self._failures == 1:
            fault(*told(error))
        opener = self._opener
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PAUSES.delay(self._failures)):
                while opener is self._opener:
                    self._wake.clear()
                    await self._wake.wait()


def _on_thread() -> Work:
    worker = ThreadPoolExecutor(1, thread_name_prefix="feeling")

    async def work(task: Callable[..., Any], *args: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(worker, task, *args)

    return work
