"""Runs the engine on a thread of its own and the panel on the main one, so that drawing never delays a word."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING

from engine.audio.quiet import hushed
from engine.cli.ending import told_to_end
from engine.cli.garbage import Garbage
from engine.deck import EngineDeck
from engine.errors import StreamvoiceError
from engine.loop import Engine
from engine.running import Running

if TYPE_CHECKING:
    from engine.panel.app import Panel

_STARTED_S = 30.0


def run_with_panel(running: Running, close_when_done: bool = False) -> Engine | None:
    """Show the panel until it is quit, or with ``close_when_done`` until the run is over; then end the engine cleanly.

    Raises:
        StreamvoiceError: the engine could not start, or died.
    """
    from engine.panel.app import Panel

    with hushed():  # a sound server that dies makes C libraries write into the screen
        return _run(running, Panel, close_when_done)


def _run(running: Running, make: type[Panel], close_when_done: bool) -> Engine | None:
    thread = EngineThread(running)
    deck = thread.start()
    panel = make(deck)
    if close_when_done:
        thread.when_done = lambda: _close(panel)
    try:
        with told_to_end(lambda: panel.call_later(panel.exit)):
            panel.run()
    finally:
        thread.stop()
    return thread.engine


class EngineThread:
    """An engine with its own event loop and thread."""

    def __init__(self, running: Running) -> None:
        self.engine: Engine | None = None
        self.error: BaseException | None = None
        self.when_done: Callable[[], None] = _nothing
        self._running = running
        self._decks: SimpleQueue[EngineDeck | None] = SimpleQueue()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)

    def start(self) -> EngineDeck:
        """Start, and return the deck as soon as there is an engine; the voice may still be loading."""
        self._running.observers = [*self._running.observers, Garbage().watch, self._appeared]
        self._thread.start()
        deck = self._decks.get(timeout=_STARTED_S)
        if deck is None:
            self._raise()
            raise StreamvoiceError("The engine ended before it began.", "Run `streamvoice doctor`.")
        return deck

    def stop(self) -> None:
        """End the engine, wait for its files to be complete, and raise what it died of."""
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10.0)
        self._raise()

    def _appeared(self, engine: Engine) -> None:
        self.engine = engine
        self._decks.put(EngineDeck(engine, asyncio.get_running_loop()))

    def _main(self) -> None:
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001  carried to the main thread and raised there
            self.error = error
        finally:
            self._decks.put(None)
            self.when_done()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        await self._running.run()

    def _raise(self) -> None:
        if self.error is not None:
            raise self.error


def _close(panel: Panel) -> None:
    with contextlib.suppress(RuntimeError):  # it was quit by hand already
        panel.call_from_thread(panel.exit)


def _nothing() -> None:
    """What is to be done when nobody cares."""
