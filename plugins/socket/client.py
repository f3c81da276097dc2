"""One connected client: its messages go in, events and answers go out, and it can delay nobody but itself."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection

from engine.api import LONGEST_NAME, Clock, Event, InputError, Port, StreamvoiceError, object_from
from plugins.intake import take
from plugins.socket.access import query
from plugins.socket.wire import Wire


class Client:
    """Reads and answers one connection; ``wire`` is shared by all."""

    def __init__(self, connection: ServerConnection, port: Port, wire: Wire, max_bytes: int, clock: Clock) -> None:
        self._connection = connection
        self._port = port
        self._wire = wire
        self._max_bytes = max_bytes
        self._clock = clock
        self._prefix = uuid.uuid4().hex[:12]
        self._received = 0

    async def read(self) -> None:
        """Take messages until the connection ends."""
        async for frame in self._connection:
            self._received += 1
            answer = await self._answer(frame)
            if answer:
                await self._connection.send(json.dumps(answer, default=str))
            # Frames that lie ready are handed out without a pause: a flood must not hold up the rest of the loop.
            await asyncio.sleep(0)

    async def send_events(self, limit: int) -> None:
        """Send every event the client asked for, as it happens. A slow client loses the oldest."""
        wanted = wanted_events(self._connection.request.path if self._connection.request else "")
        if wanted is None:
            return
        async for event in self._port.events(limit):
            if wanted(event):
                await self._connection.send(self._wire.text(event))
                await asyncio.sleep(0)

    async def _answer(self, frame: str | bytes) -> dict[str, Any]:
        """The answer to one frame, {} where none is due. ``ref`` comes back as it was sent."""
        obj: dict[str, Any] = {}
        try:
            obj = incoming(frame, self._max_bytes)
            fallback_id = f"{self._prefix}-{self._received}"
            reply = await take(obj, self._port, platform="socket", now=self._clock(), fallback_id=fallback_id)
        except StreamvoiceError as error:
            return self._refusal(obj, frame, error)
        except Exception as error:  # noqa: BLE001  a fault on one message must cost neither its sender nor the others
            return self._refusal(obj, frame, _fault(error))
        return {"type": "reply", **reply, **_ref(obj)} if reply else {}

    def _refusal(self, obj: dict[str, Any], frame: str | bytes, error: StreamvoiceError) -> dict[str, Any]:
        told = {"what": error.what, "fix": error.fix, **_ref(obj)}
        if isinstance(obj.get("do"), str):
            return {"type": "reply", "do": obj["do"], "ok": False, **told}
        text = obj["text"] if isinstance(obj.get("text"), str) else frame if isinstance(frame, str) else ""
        self._port.refuse(text, error.what, str(obj.get("id", ""))[:LONGEST_NAME])
        return {"type": "error", "t": self._clock(), "turn_id": None, "where": "socket", **told}


def incoming(frame: str | bytes, max_bytes: int) -> dict[str, Any]:
    """A frame as an object: JSON where it begins with a brace, else plain chat text.

    Raises:
        InputError: it is binary, too long, or broken JSON.
    """
    if isinstance(frame, bytes):
        raise InputError("The message is binary.", "Send text frames.")
    if len(frame) > max_bytes or len(frame.encode("utf-8", "replace")) > max_bytes:
        raise InputError(f"The message is longer than {max_bytes} bytes.", "Send it in parts.")
    return object_from(frame) if frame.lstrip().startswith("{") else {"text": frame}


def wanted_events(path: str) -> Callable[[Event], bool] | None:
    """Which events a client asked for with ``?events=spoken,onset``: all by default, None for ``?events=none``."""
    types = {name for value in query(path).get("events", []) for name in value.split(",") if name}
    if types == {"none"}:
        return None
    return lambda event: not types or event.type in types


def _fault(error: Exception) -> StreamvoiceError:
    name = type(error).__name__
    return StreamvoiceError(f"The engine failed on this ({name}).", "Please report it with the message you sent.")


def _ref(obj: dict[str, Any]) -> dict[str, Any]:
    return {"ref": obj["ref"]} if "ref" in obj else {}
