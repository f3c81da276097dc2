"""Supervision: what fails is started again, later each time, and a success forgives."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ConnectionLostError
from engine.supervise import Backoff, supervise, told


class Attempts:
    """Fails as told, living for the given seconds each time, then ends well."""

    def __init__(self, lives: list[float]) -> None:
        self.now = 0.0
        self.lives = lives
        self.pauses: list[float] = []

    async def run(self) -> None:
        if self.lives:
            self.now += self.lives.pop(0)
            raise ConnectionLostError("Gone.", "Wait.")

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


async def pauses_of(lives: list[float], backoff: Backoff) -> list[float]:
    attempts = Attempts(lives)
    faults: list[tuple[str, str]] = []
    await supervise(
        attempts.run, lambda what, fix, pause: faults.append((what, fix)), lambda: attempts.now, backoff, attempts.sleep
    )
    assert faults == [("Gone.", "Wait.")] * len(attempts.pauses)
    return attempts.pauses


async def test_delays_grow_to_the_ceiling() -> None:
    pauses = await pauses_of([0.0] * 12, Backoff(first=1.0, start=2.0, factor=2.0, ceiling=30.0))
    assert pauses[0] <= 1.0
    assert pauses[1] == pytest.approx(2.0, rel=0.1)
    assert pauses[3] == pytest.approx(8.0, rel=0.1)
    assert pauses[-1] == pytest.approx(30.0, rel=0.1)


async def test_a_long_life_starts_the_series_anew() -> None:
    pauses = await pauses_of([0.0, 0.0, 0.0, 100.0], Backoff(first=1.0, start=5.0, healthy_s=30.0))
    assert pauses[-1] <= 1.0 < pauses[-2]


async def test_cancellation_is_not_a_fault() -> None:
    faults: list[str] = []
    task = asyncio.create_task(
        supervise(lambda: asyncio.sleep(60), lambda what, fix, pause: faults.append(what), lambda: 0.0)
    )
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert faults == []


@given(failures=st.integers(1, 10**6), chance=st.floats(0, 1))
def test_a_delay_is_never_negative_nor_far_over_the_ceiling(failures: int, chance: float) -> None:
    backoff = Backoff()
    assert 0 <= backoff.delay(failures, lambda: chance) <= backoff.ceiling * 1.1


def test_a_foreign_error_is_told_by_its_type_and_text() -> None:
    assert told(ValueError("odd")) == ("ValueError: odd", "")
    assert told(ValueError()) == ("ValueError", "")
