"""One client of the voice server, over a connection that is as slow as the test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast

from websockets.asyncio.server import ServerConnection

from engine.voices.remote import wire
from engine.voices.remote.guest import Guest
from engine.voices.remote.stage import Stage
from tests.voices.remote.fake_voice import Counting


class Narrow:
    """Holds up the first frame that contains ``held`` until it is let go."""

    def __init__(self, held: str) -> None:
        self.told: list[dict[str, Any]] = []
        self.asked: asyncio.Queue[str | None] = asyncio.Queue()
        self.stuck, self.free = asyncio.Event(), asyncio.Event()
        self._held = held

    async def send(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            return
        self.told.append(json.loads(frame))
        if self._held in frame:
            self.stuck.set()
            await self.free.wait()

    async def __aiter__(self) -> AsyncIterator[str]:
        while (frame := await self.asked.get()) is not None:
            yield frame


async def cancelled_while(held: str, text: str) -> list[str]:
    """The kinds of replies to a line that is cancelled while ``held`` is on its way."""
    line, stage = Narrow(held), Stage(Counting())
    hello = wire.Hello(protocol=wire.PROTOCOL, voice="fake", sample_rate=24_000)
    serving = asyncio.create_task(Guest(cast(ServerConnection, line), stage, hello).serve())
    line.asked.put_nowait(json.dumps({"do": "speak", "id": 1, "text": text, "normalise": False}))
    await asyncio.wait_for(line.stuck.wait(), 3)
    line.asked.put_nowait(json.dumps({"do": "cancel", "id": 1}))
    await asyncio.sleep(0.02)
    line.free.set()
    await asyncio.sleep(0.02)
    line.asked.put_nowait(None)
    await serving
    stage.close()
    return [reply["type"] for reply in line.told]


def test_a_cancel_that_meets_the_end_brings_no_second_one() -> None:
    assert asyncio.run(cancelled_while('"end"', "ab")) == ["hello", "begin", "end"]


def test_a_cancel_that_meets_a_fault_brings_no_end() -> None:
    assert asyncio.run(cancelled_while('"error"', "a*")) == ["hello", "begin", "error"]


def test_a_cancel_before_the_end_brings_one() -> None:
    assert asyncio.run(cancelled_while('"begin"', "ab")) == ["hello", "begin", "end"]
