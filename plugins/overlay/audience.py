"""The pages that look on: each gets every message, and a slow one delays nobody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

from websockets.asyncio.server import ServerConnection

from plugins.overlay.wire import Told

UNREAD = 64
"""Messages kept for a page that reads slowly; beyond it they are forgotten and it is told everything anew."""


class Audience:
    """Hands messages to all pages.

    Args:
        greeting: everything a page needs that begins to look on.
        changed: called when a page came or went.
    """

    def __init__(self, greeting: Callable[[], Sequence[Told]], changed: Callable[[], None]) -> None:
        self._greeting, self._changed = greeting, changed
        self._boxes: set[asyncio.Queue[str]] = set()
        self.present = asyncio.Event()
        """Set while there is a page."""

    def __len__(self) -> int:
        return len(self._boxes)

    def tell(self, messages: Sequence[Told]) -> None:
        """Hand ``messages`` to every page; returns at once."""
        if not messages or not self._boxes:
            return
        text = _written(messages)
        for box in self._boxes:
            if box.full():
                _empty(box)
                box.put_nowait(_written(self._greeting()))
            else:
                box.put_nowait(text)

    async def serve(self, connection: ServerConnection) -> None:
        """Keep one page informed until it is gone."""
        box: asyncio.Queue[str] = asyncio.Queue(UNREAD)
        box.put_nowait(_written(self._greeting()))
        self._boxes.add(box)
        self._came_or_went()
        sending = asyncio.create_task(_send(connection, box))
        try:
            await connection.wait_closed()
        finally:
            sending.cancel()
            self._boxes.discard(box)
            self._came_or_went()
            await asyncio.gather(sending, return_exceptions=True)

    def _came_or_went(self) -> None:
        if self._boxes:
            self.present.set()
        else:
            self.present.clear()
        self._changed()


def _written(messages: Sequence[Told]) -> str:
    """A list of messages as ASCII JSON: escapes also carry what UTF-8 cannot."""
    return json.dumps(messages, allow_nan=False)


def _empty(box: asyncio.Queue[str]) -> None:
    while not box.empty():
        box.get_nowait()


async def _send(connection: ServerConnection, box: asyncio.Queue[str]) -> None:
    while True:
        await connection.send(await box.get())
