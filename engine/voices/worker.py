"""A thread that does one thing after another, and that nobody has to wait for at the end."""

from __future__ import annotations

import queue
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], None]


class Worker:
    """A daemon thread with a queue. Unlike a pool of the standard library it does not keep a program from ending
    when a model hangs in it.

    Args:
        name: of the thread.
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        _ALL.add(self)

    def submit(self, task: Callable[..., T], *args: object) -> Future[T]:
        """Have ``task(*args)`` done after all that was handed in before; cancelled ones that wait are left out."""
        future: Future[T] = Future()
        self._jobs.put(lambda: _settle(future, task, args))
        return future

    def close(self, patience_s: float = 0.5) -> None:
        """Take nothing new; wait at most ``patience_s`` seconds for the present step."""
        self._jobs.put(None)
        self._thread.join(patience_s)

    @property
    def alive(self) -> bool:
        """Whether its thread still runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # or the last one's iterator would live until the next comes


_ALL: weakref.WeakSet[Worker] = weakref.WeakSet()


def all_ended(patience_s: float) -> bool:
    """Whether every closed worker's thread has ended, waited for up to ``patience_s`` seconds.

    A thread that is still in a library's code when Python ends takes the whole program down with it (ONNX Runtime
    aborts it): who ends the program has to leave without Python's own ending then.
    """
    deadline = time.monotonic() + patience_s
    for worker in list(_ALL):
        worker.close(max(0.0, deadline - time.monotonic()))
    return not any(worker.alive for worker in list(_ALL))


def _settle(future: Future[Any], task: Callable[..., Any], args: tuple[object, ...]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(task(*args))
    except BaseException as error:  # noqa: BLE001  whoever waits for the result is told
        future.set_exception(error)
