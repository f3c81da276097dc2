"""How a sink says that something happened to it while it goes on."""

from __future__ import annotations

from typing import Protocol

from engine.events import State


class Report(Protocol):
    """Called from a sink's own thread: an event loop must be entered with ``call_soon_threadsafe``."""

    def __call__(self, state: State, what: str, fix: str = "") -> None:
        """``waiting``: lost, coming back; ``connected``: back; ``failed``: gone for good, the sound goes on unheard."""
        ...


def unheard(state: State, what: str, fix: str = "") -> None:
    """The report of those who do not want one."""
