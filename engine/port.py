"""The door a plugin talks through; each plugin has its own, so that states and faults carry its name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import events
from engine.acts import Act, Perform
from engine.audio.record import Recorder
from engine.events import Event, State
from engine.stage.stage import Stage
from engine.values import Deletion, Message

if TYPE_CHECKING:
    from engine.loop import Engine

_FULL = 8
"""Turns in the queue at which a source that can wait is made to wait."""
_POLL_S = 0.005
_SHOWN = 200
"""Characters shown of what could not be read."""


class EnginePort:
    """Implements ``engine.protocols.Port`` for one plugin.

    Args:
        patient: the source reads something that is all there (a file read fast), so it waits for the voice
            instead of flooding the queue.
    """

    def __init__(self, engine: Engine, name: str, patient: bool) -> None:
        self._engine = engine
        self._name = name
        self._patient = patient

    async def post(self, message: Message) -> None:
        """Hand in a message; a patient source waits here while the queue is full."""
        self._engine.intake.accept(message, hurried=self._patient)
        while self._patient and self._engine.intake.waiting >= _FULL:
            await asyncio.sleep(_POLL_S)

    def refuse(self, text: str, reason: str, message_id: str = "") -> None:
        """Tell everybody that something came in that is no message."""
        self._engine.intake.refuse(Message(message_id, text[:_SHOWN], platform=self._name), reason)

    def delete(self, deletion: Deletion) -> None:
        """Take messages back."""
        self._engine.intake.delete(deletion)

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb."""
        return self._engine.control(command)

    @property
    def stage(self) -> Stage:
        """What is heard now."""
        return self._engine.stage

    def record(self, path: Path, on_fault: Callable[[str, str], None]) -> Recorder:
        """Write down what is handed out."""
        loop = asyncio.get_running_loop()

        def report(state: State, what: str, fix: str = "") -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(on_fault, what, fix)

        return Recorder(self._engine.road.playout, path, report)

    def offer(self, name: str, does: str, perform: Perform, takes: str = "") -> None:
        """Let the panel, the socket and the command line have this done."""
        self._engine.acts.offer(Act(self._name, name, does, perform, takes))

    async def events(self, limit: int = 1024) -> AsyncIterator[Event]:
        """Every event from now on."""
        bus = self._engine.road.bus
        subscription = bus.subscribe(limit)
        try:
            async for event in subscription:
                yield event
        finally:
            bus.unsubscribe(subscription)

    def state(self, state: State, detail: str = "") -> None:
        """Report the plugin's state."""
        self._engine.connection(self._name, state, detail)

    def failed(self, what: str, fix: str = "") -> None:
        """Report a fault."""
        road = self._engine.road
        road.bus.publish(events.Failed(t=road.clock(), where=self._name, what=what, fix=fix))
