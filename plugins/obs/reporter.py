"""Carries what happens on the connection's threads to the engine's loop, in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from engine.api import Port, StreamvoiceError, events
from plugins.obs.director import Director
from plugins.obs.looking import Found
from plugins.obs.meanings import RefusedError, WrongPasswordError
from plugins.obs.wishes import Once, Wish

_OUTPUTS = {"RecordStateChanged": "recording", "StreamStateChanged": "streaming"}
_SAVED = "ReplayBufferSaved"


class Reporter:
    """Implements ``plugins.obs.connection.Reports``. ``is_connected`` is read on the loop."""

    def __init__(self, port: Port, director: Director, loop: asyncio.AbstractEventLoop) -> None:
        self._port, self._director, self._loop = port, director, loop
        self.is_connected = False
        self._was_connected = False
        self._version = ""
        self._told: tuple[events.State, str] | None = None
        self._running: set[str] = set()
        self._faults: set[str] = set()

    def connected(self, versions: dict[str, Any], found: Found) -> None:
        """See ``Reports``."""
        self._on_loop(self._connected, versions, found)

    def lost(self, error: Exception) -> None:
        """See ``Reports``."""
        self._on_loop(self._lost, error)

    def refused(self, wish: Wish, error: RefusedError) -> None:
        """See ``Reports``."""
        what = error.what if isinstance(wish, Once) else f"{wish.key}: {error.what}"
        self._on_loop(self._port.failed, what, error.fix)

    def event(self, name: str, data: dict[str, Any]) -> None:
        """See ``Reports``."""
        self._on_loop(self._event, name, data)

    def _on_loop(self, call: Callable[..., None], *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:
            return  # the loop has ended, and nobody listens any more

    def _connected(self, versions: dict[str, Any], found: Found) -> None:
        self.is_connected = self._was_connected = True
        self._version = f"OBS {versions.get('obsVersion', '?')}"
        self._running.clear()
        self._director.found(found)
        self._tell_state()
        for fault in found.faults:
            if fault not in self._faults:
                self._port.failed(fault)
        self._faults = set(found.faults)

    def _lost(self, error: Exception) -> None:
        self.is_connected = False
        what, fix = (error.what, error.fix) if isinstance(error, StreamvoiceError) else (repr(error), "")
        self._tell("failed" if isinstance(error, WrongPasswordError) else "waiting", f"{what} {fix}".strip())
        if not self._was_connected:  # later OBS may come and go, but somebody who has just started it wants to know
            self._port.failed(what, fix)

    def _event(self, name: str, data: dict[str, Any]) -> None:
        self._director.happened(name, data)
        if name in _OUTPUTS:
            (self._running.add if data.get("outputActive") else self._running.discard)(_OUTPUTS[name])
            self._tell_state(data.get("outputPath") if data.get("outputState", "").endswith("STOPPED") else None)
        elif name == _SAVED:
            self._tell_state(data.get("savedReplayPath"))

    def _tell_state(self, file: str | None = None) -> None:
        self._tell(
            "connected", ", ".join([self._version, *sorted(self._running), *([f"wrote {file}"] if file else [])])
        )

    def _tell(self, state: events.State, detail: str) -> None:
        if (state, detail) != self._told:
            self._told = state, detail
            self._port.state(state, detail)
