"""The one voice that a server lends: its lines are made a step at a time on one thread, in turn for all clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from engine.protocols import Voice
from engine.values import Line, Samples
from engine.voices.cast import next_block
from engine.voices.worker import Worker

T = TypeVar("T")


class Stage:
    """Holds ``voice`` and its thread. Clients that speak at the same time get every other step."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._worker = Worker("voice")

    async def ask(self, task: Callable[..., T], *args: object) -> T:
        """Run ``task`` on the voice's thread after what was asked before."""
        return await asyncio.wrap_future(self._worker.submit(task, *args))

    async def blocks(self, line: Line) -> AsyncGenerator[Samples]:
        """The voice's blocks, each made when it is asked for; closing ends the work after its present step."""
        blocks = await self.ask(self.voice.speak, line)
        try:
            while (block := await self.ask(next_block, blocks)) is not None:
                yield block
        finally:
            self._worker.submit(getattr(blocks, "close", lambda: None))

    def close(self) -> None:
        """End the thread."""
        self._worker.close()
