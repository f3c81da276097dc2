"""Says each fault once, however often it comes back, until it has gone away; and a state when it changes."""

from __future__ import annotations

from engine.api import Port, events


class Told:
    """``topic`` is what a fault is about: a new fault on the same topic is news, the same one is not."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._said: dict[str, str] = {}
        self._state: tuple[events.State, str] | None = None

    def once(self, topic: str, what: str, fix: str = "") -> None:
        """Report, unless this is what was said last on ``topic``."""
        if self._said.get(topic) != what:
            self._said[topic] = what
            self._port.failed(what, fix)

    def state(self, state: events.State, detail: str) -> None:
        """Report the state, unless it is what it was."""
        if (state, detail) != self._state:
            self._state = (state, detail)
            self._port.state(state, detail)

    def over(self, topic: str) -> None:
        """It has gone away: if it comes back, that is news."""
        self._said.pop(topic, None)
