"""One state for all outputs of the avatar."""

from __future__ import annotations

from collections.abc import Sequence

from engine.api import Port, events

State = events.State


class Board:
    """Puts the outputs' states together and tells the port what changed.

    Args:
        port: the plugin's.
        names: the outputs.
    """

    def __init__(self, port: Port, names: Sequence[str]) -> None:
        self._port = port
        self._states: dict[str, tuple[State, str]] = dict.fromkeys(names, ("connecting", "starting"))
        self._told: tuple[State, str] | None = None
        self._faults: dict[str, str] = {}

    def tell(self, name: str, state: State, detail: str) -> None:
        """An output's state; ``detail`` in a few words."""
        self._states[name] = (state, detail)
        if state == "connected":
            self._faults.pop(name, None)
        whole = self._whole()
        if whole != self._told:
            self._told = whole
            self._port.state(*whole)

    def fault(self, name: str, what: str, fix: str) -> None:
        """A fault of an output, told once in a row; one that another output has told is not told again."""
        if what not in self._faults.values():
            self._port.failed(what, fix)
        self._faults[name] = what

    def _whole(self) -> tuple[State, str]:
        states = [state for state, _ in self._states.values()]
        best: State = next((one for one in _BEST if one in states), "connected")
        return best, "; ".join(f"{name}: {detail}" for name, (_, detail) in self._states.items())


_BEST: tuple[State, ...] = ("connected", "connecting", "waiting", "failed")
