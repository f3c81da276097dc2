"""Keeps alive what can fail on its own: backoff with jitter, a ceiling, a reset after success, one line a fault."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from engine.errors import StreamvoiceError
from engine.protocols import Clock


@dataclass(frozen=True, slots=True)
class Backoff:
    """Delays between attempts, in seconds: ``first`` (0 to ``first``, at random), then ``start`` growing by ``factor``.

    The figures are those of the websockets library's own reconnecting iterator. An attempt that lived longer
    than ``healthy_s`` counts as a success and starts the series anew.
    """

    first: float = 5.0
    start: float = 3.1
    factor: float = 1.618
    ceiling: float = 90.0
    healthy_s: float = 30.0

    def delay(self, failures: int, chance: Callable[[], float] = random.random) -> float:
        """Seconds to wait after the ``failures``-th failure in a row (1 is the first)."""
        if failures <= 1:
            return chance() * self.first
        grown = self.start * self.factor ** min(failures - 2, 64)
        return min(self.ceiling, grown) * (0.9 + 0.2 * chance())


QUICK = Backoff(first=0.5, start=1.0, ceiling=30.0)
"""For things on this machine: a port, a device, a local program."""

Fault = Callable[[str, str, float], None]
"""Called with what went wrong, what to do about it, and the seconds until the next attempt."""


def told(error: Exception) -> tuple[str, str]:
    """One sentence on ``error`` and one on what to do; the type's name where it has no text of its own."""
    if isinstance(error, StreamvoiceError):
        return error.what, error.fix
    return f"{type(error).__name__}: {error}".rstrip(": "), ""


async def supervise(
    run: Callable[[], Awaitable[None]],
    on_fault: Fault,
    clock: Clock,
    backoff: Backoff = QUICK,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Await ``run`` until it returns; start it again whenever it raises. Cancellation passes through."""
    failures = 0
    while True:
        started = clock()
        try:
            await run()
        except Exception as error:  # noqa: BLE001  the one place where anything may fail and the rest goes on
            failures = 1 if clock() - started > backoff.healthy_s else failures + 1
            pause = backoff.delay(failures)
            on_fault(*told(error), pause)
            await sleep(pause)
        else:
            return
