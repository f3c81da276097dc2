"""What the system's wish that the program end does."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from engine.cli.ending import told_to_end

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="raising SIGTERM ends the process on Windows")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_time_asks_and_the_second_insists(name: str) -> None:
    number, asked = getattr(signal, name), []
    started_with = signal.signal(number, signal.SIG_DFL)  # under nohup it would be ignored, and stay so
    before = signal.getsignal(number)
    with told_to_end(lambda: asked.append(True)) as told:
        signal.raise_signal(number)
        assert (asked, told) == ([True], [number])
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert asked == [True]
    assert signal.getsignal(number) is before
    signal.signal(number, started_with)


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with told_to_end(lambda: pytest.fail("it was to be ignored")) as told:
            signal.raise_signal(signal.SIGHUP)
        assert told == []
    finally:
        signal.signal(signal.SIGHUP, before)


def test_it_reaches_an_event_loop_that_sleeps() -> None:
    async def sleep_long() -> bool:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        with told_to_end(lambda: loop.call_soon_threadsafe(done.set)):
            loop.call_later(0.01, signal.raise_signal, signal.SIGTERM)
            return await asyncio.wait_for(done.wait(), 10)

    assert asyncio.run(sleep_long())
