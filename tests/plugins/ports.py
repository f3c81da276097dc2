"""A port that records what a plugin does, with an event bus of its own and faults on demand."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

from engine.errors import InputError
from engine.events import Event, State
from engine.values import Deletion, Message


class FakePort:
    """Everything handed in lies in the lists, in order; ``done`` also holds it all in one sequence."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.deletions: list[Deletion] = []
        self.refused: list[tuple[str, str, str]] = []
        self.commands: list[dict[str, Any]] = []
        self.states: list[tuple[State, str]] = []
        self.failures: list[tuple[str, str]] = []
        self.done: list[Any] = []
        self.readers: list[deque[Event]] = []
        self.fault: Exception | None = None
        """Raised by ``post`` and ``control`` instead of what they do."""
        self.room = asyncio.Event()
        self.room.set()
        self._changed = asyncio.Event()

    async def post(self, message: Message) -> None:
        await self.room.wait()
        if self.fault:
            raise self.fault
        self._record(self.messages, message)

    def refuse(self, text: str, reason: str, message_id: str = "") -> None:
        self._record(self.refused, (text, reason, message_id))

    def delete(self, deletion: Deletion) -> None:
        self._record(self.deletions, deletion)

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        if self.fault:
            raise self.fault
        if command["do"] not in ("skip", "volume", "say", "event"):
            raise InputError(f"There is no verb {command['do']!r}.", "Use skip.")
        self._record(self.commands, command)
        return {"ok": True, "do": command["do"], "detail": "done"}

    async def events(self, limit: int = 1024) -> AsyncIterator[Event]:
        box: deque[Event] = deque(maxlen=limit)
        self.readers.append(box)
        self._wake()
        try:
            while True:
                while box:
                    yield box.popleft()
                await self._changed.wait()
        finally:
            self.readers.remove(box)

    def publish(self, event: Event) -> None:
        for box in self.readers:
            box.append(event)
        self._wake()

    def state(self, state: State, detail: str = "") -> None:
        self._record(self.states, (state, detail))

    def failed(self, what: str, fix: str = "") -> None:
        self._record(self.failures, (what, fix))

    async def until(self, true: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until ``true()``; it is asked again after everything that happens here."""
        async with asyncio.timeout(seconds):
            while not true():
                await self._changed.wait()

    def _record(self, where: list[Any], what: Any) -> None:
        where.append(what)
        self.done.append(what)
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
