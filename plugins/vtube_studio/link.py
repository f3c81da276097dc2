"""One connection: questions with their answers, injections of which the latest wins, and events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from engine.api import Clock, ConnectionLostError
from plugins.vtube_studio.faults import RefusedError
from plugins.vtube_studio.protocol import Answer, Envelopes, Refusal, Unreadable, read
from plugins.vtube_studio.requests import Request
from plugins.vtube_studio.wire import Wire

WINDOW = 3
"""Injections that may be unanswered; while there are more, newer values wait to replace them instead of queueing up."""
ANSWER_S = 5.0
SILENT_S = 20.0
"""VTube Studio stands still for seconds while it loads a model; after this long it is gone."""


class Link:
    """Call ``listen`` in a task of its own; everything else needs it to run.

    Args:
        on_event: gets each event's name and data.
        on_refusal: gets what was refused of the injections.
        on_unreadable: gets why a frame could not be read.
    """

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        on_event: Callable[[str, dict[str, Any]], None],
        on_refusal: Callable[[RefusedError], None],
        on_unreadable: Callable[[str], None],
    ) -> None:
        self._wire, self._clock = wire, clock
        self._on_event, self._on_refusal, self._on_unreadable = on_event, on_refusal, on_unreadable
        self._envelopes = Envelopes()
        self._asked: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._injected: dict[str, float] = {}

    async def listen(self) -> None:
        """Take in frames until the connection ends.

        Raises:
            ConnectionLostError: it ended.
        """
        while True:
            self._take(await self._wire.recv())
            # Frames that lie ready are handed out without a pause: a flood must not hold up the rest of the loop.
            await asyncio.sleep(0)

    async def ask(self, request: Request, timeout_s: float | None = ANSWER_S) -> dict[str, Any]:
        """Send ``request`` and wait for its data.

        Raises:
            RefusedError: VTube Studio says no.
            ConnectionLostError: no answer came in ``timeout_s`` seconds, or the connection ended.
        """
        request_id, frame = self._envelopes.request(*request)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._asked[request_id] = answer
        try:
            await self._wire.send(frame)
            async with asyncio.timeout(timeout_s):
                return await answer
        except TimeoutError as error:
            raise ConnectionLostError(f"VTube Studio gave no answer in {timeout_s:.0f} s.") from error
        finally:
            self._asked.pop(request_id, None)

    async def tell(self, request: Request) -> None:
        """Send ``request``; nobody waits for what comes back."""
        await self._wire.send(self._envelopes.request(*request)[1])

    async def inject(self, request: Request) -> bool:
        """Send an injection, unless VTube Studio is behind with the last few.

        Raises:
            ConnectionLostError: it has been behind for far too long.
        """
        now = self._clock()
        if len(self._injected) >= WINDOW:
            if now - min(self._injected.values()) > SILENT_S:
                raise ConnectionLostError(f"VTube Studio has not answered for {SILENT_S:.0f} s.")
            return False
        request_id, frame = self._envelopes.request(*request)
        self._injected[request_id] = now
        await self._wire.send(frame)
        return True

    def _take(self, frame: str | bytes) -> None:
        match read(frame):
            case Unreadable(why=why):
                self._on_unreadable(why)
            case Refusal(request_id=request_id, error_id=error_id, message=message):
                self._refused(request_id, RefusedError(error_id, message))
            case Answer(request_id=request_id, kind=kind, data=data):
                asked = self._asked.get(request_id)
                if self._injected.pop(request_id, None) is not None:
                    return
                if asked is not None and not asked.done():
                    asked.set_result(data)
                elif kind.endswith("Event"):
                    self._on_event(kind, data)

    def _refused(self, request_id: str, error: RefusedError) -> None:
        if self._injected.pop(request_id, None) is not None:
            self._on_refusal(error)
        asked = self._asked.get(request_id)
        if asked is not None and not asked.done():
            asked.set_exception(error)
