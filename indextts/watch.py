"""A stopwatch for work that is done in turns: what the caller does between two turns does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


class Watch:
    """Seconds spent on one thing.

    Args:
        clock: seconds.

    Attributes:
        seconds: spent so far.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.seconds = 0.0

    def timed(self, turns: Iterator[T]) -> Iterator[T]:
        """The same turns, each timed."""
        while True:
            begun = self._clock()
            try:
                turn = next(turns)
            except StopIteration:
                return
            finally:
                self.seconds += self._clock() - begun
            yield turn

    def run(self, work: Callable[[], T]) -> T:
        """Do something at once and time it."""
        begun = self._clock()
        try:
            return work()
        finally:
            self.seconds += self._clock() - begun
