"""All the panel knows of the engine: three calls, safe from the panel's own thread."""

from __future__ import annotations

from typing import Any, Protocol

from engine.events import Event
from engine.status import Status


class Deck(Protocol):
    """What a running engine offers a panel. Every call returns at once and may come from any thread."""

    def status(self) -> Status:
        """The engine as it is now; asked for some 20 times a second at most."""
        ...

    def recent(self) -> list[Event]:
        """The events since the previous call, oldest first; bounded, so a slow reader loses the oldest."""
        ...

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb such as ``{"do": "skip"}``; returns ``{"ok": True, ...}``.

        Raises:
            InputError: the verb or its arguments are unknown.
        """
        ...
