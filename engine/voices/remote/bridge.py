"""Work of an event loop as steps of an iterator: what waits for a network can be abandoned at any moment."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from contextlib import aclosing
from functools import cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")

POLL_S = 0.03
"""A step that has nothing ends after so long, so that the engine can cancel."""
AHEAD = 4
"""Items made ready before the consumer asks; beyond it the sender waits."""
_ONE = threading.Lock()


def stepped(source: AsyncGenerator[T]) -> Generator[T | None]:
    """What ``source`` yields, and None after every ``POLL_S`` seconds without anything.

    ``source`` runs in one task on the shared loop, at most ``AHEAD`` items ahead. Closing or dropping the iterator
    cancels that task, wherever it waits, and does not wait for its end. What ``source`` raises is raised here.
    """
    channel: _Channel[T] = _Channel(loop())
    running = asyncio.run_coroutine_threadsafe(channel.fill(source), loop())
    try:
        while True:
            try:
                item, fault = channel.take()
            except queue.Empty:
                yield None
                continue
            if fault is not None:
                raise fault
            if item is None:
                return
            yield item
    finally:
        running.cancel()


def answered(question: Coroutine[Any, Any, T]) -> T:
    """The result of ``question``, awaited on the shared loop; it keeps time itself."""
    return asyncio.run_coroutine_threadsafe(question, loop()).result()


def loop() -> asyncio.AbstractEventLoop:
    """The loop that all remote voices share, on a thread that ends with the program."""
    with _ONE:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    made = asyncio.new_event_loop()
    threading.Thread(target=made.run_forever, name="remote voices", daemon=True).start()
    return made


class _Channel(Generic[T]):
    """From the loop's thread to the consumer's; the sender waits where the consumer is behind."""

    def __init__(self, owner: asyncio.AbstractEventLoop) -> None:
        self._owner = owner
        self._items: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(AHEAD)

    async def fill(self, source: AsyncGenerator[T]) -> None:
        """Hand over all items and then the end or the fault."""
        try:
            async with aclosing(source):
                async for item in source:
                    await self._room.acquire()
                    self._items.put((item, None))
        except Exception as error:  # noqa: BLE001  raised again where the sound is wanted
            self._items.put((None, error))
        else:
            self._items.put((None, None))

    def take(self) -> tuple[T | None, Exception | None]:
        """The next item; raises queue.Empty after ``POLL_S``."""
        taken = self._items.get(timeout=POLL_S)
        self._owner.call_soon_threadsafe(self._room.release)
        return taken
