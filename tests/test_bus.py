"""The bus: order, bounds, and an end."""

from __future__ import annotations

import asyncio

from engine.bus import Bus
from engine.events import Controlled


def event(number: int) -> Controlled:
    return Controlled(t=float(number), do="skip", detail=str(number))


def test_every_subscriber_gets_every_event_in_order() -> None:
    bus = Bus()
    boxes = [bus.subscribe(), bus.subscribe()]
    for number in range(5):
        bus.publish(event(number))
    assert [[e.t for e in box.drain()] for box in boxes] == [[0, 1, 2, 3, 4]] * 2


def test_a_slow_reader_loses_the_oldest_and_knows_how_many() -> None:
    bus = Bus()
    slow = bus.subscribe(limit=3)
    for number in range(10):
        bus.publish(event(number))
    assert [e.t for e in slow.drain()] == [7, 8, 9]
    assert slow.lost == 7


async def test_iteration_waits_for_events_and_ends_when_the_bus_closes() -> None:
    bus = Bus()
    box = bus.subscribe()

    async def read() -> list[float]:
        return [e.t async for e in box]

    reader = asyncio.create_task(read())
    bus.publish(event(1))
    await asyncio.sleep(0)
    bus.publish(event(2))
    bus.close()
    assert await asyncio.wait_for(reader, 1) == [1, 2]


def test_a_tap_hears_everything_until_it_is_taken_off() -> None:
    bus = Bus()
    heard: list[float] = []
    off = bus.tap(lambda e: heard.append(e.t))
    bus.publish(event(1))
    off()
    bus.publish(event(2))
    assert heard == [1]
