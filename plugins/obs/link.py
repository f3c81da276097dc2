"""Keeps a connection to OBS alive on a thread of its own and works through the outbox. Goes on for ever.

Any fault of a connection ends that connection: a new one is opened and everything wished for is sent again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from engine.api import Clock
from plugins.obs.asking import Ask
from plugins.obs.changing import Changing
from plugins.obs.connection import Connection, Open, Reports
from plugins.obs.granting import NOT_READY_S, Granting
from plugins.obs.meanings import NOT_READY, RefusedError, WrongPasswordError
from plugins.obs.outbox import Outbox
from plugins.obs.wishes import Wish

QUIET_S = 4.0
"""After so long with nothing to do OBS is asked whether it is there: one that hangs closes no connection."""
_PASSWORD_S = (30.0, 60.0)
_FIRST_S, _FACTOR, _LONGEST_S = 0.4, 1.6, 1.6


def pause_s(failures: int, error: Exception) -> float:
    """How long to wait after the ``failures``-th failure in a row (1 is the first), in seconds."""
    if isinstance(error, WrongPasswordError):
        return _PASSWORD_S[min(failures, len(_PASSWORD_S)) - 1]
    return float(min(_LONGEST_S, _FIRST_S * _FACTOR ** min(failures - 1, 16)))


class Link:
    """The supervisor thread.

    Args:
        look: asked right after connecting, before any wish: what OBS is like.
        farewell: what to leave behind at the end.
    """

    def __init__(
        self, open_client: Open, outbox: Outbox, reports: Reports, clock: Clock,
        look: Callable[[Ask], Any], farewell: Callable[[], Iterable[Wish]] = tuple,
    ) -> None:  # fmt: skip
        self._open, self._outbox, self._reports, self._clock = open_client, outbox, reports, clock
        self._look, self._farewell = look, farewell
        self._closing = threading.Event()
        self._changing = Changing(outbox, clock)
        self._granting = Granting(outbox, clock, reports.refused)
        self._said = ""
        self._thread = threading.Thread(target=self._run, name="obs link", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self, timeout_s: float = 2.0) -> None:
        """Say goodbye and end; waits at most ``timeout_s`` seconds."""
        self._closing.set()
        self._outbox.wake()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        failures = 0
        while not self._closing.is_set():
            client = self._open(self._event, self._outbox.wake)
            began = self._clock()
            try:
                client.connect()
                self._serve(client)
            except Exception as error:  # noqa: BLE001  whatever it was: a new connection is the way out
                failures = 1 if self._clock() - began > QUIET_S else failures + 1
                self._tell_lost(error)
                self._closing.wait(pause_s(failures, error))
            finally:
                client.close()

    def _serve(self, client: Connection) -> None:
        """Work until the connection or the link ends."""
        self._changing.again()
        asked = self._clock()
        while not self._closing.is_set():
            if self._changing.unseen and not self._begin(client):
                continue
            wish = self._outbox.take(self._clock(), 1.0)
            if wish is not None:
                self._granting.grant(client.ask, wish)
            if wish is not None or client.lost or self._clock() - asked > QUIET_S:
                asked = self._clock() if wish is not None else self._ping(client)
        for last in self._farewell():
            self._granting.grant(client.ask, last)

    def _begin(self, client: Connection) -> bool:
        """OBS is new to us, or has other scenes than before: look at it, and send everything. False: once more."""
        change = self._changing.look()
        try:
            found = self._look(client.ask)
        except RefusedError as error:
            if error.code != NOT_READY:
                raise
            self._changing.again()
            self._closing.wait(NOT_READY_S)
            return False
        if self._changing.unseen:  # what was seen is of scenes that are gone
            return False
        self._outbox.all_again()
        self._changing.looked(change)
        self._said = ""
        self._reports.connected(client.versions, found)
        return True

    def _ping(self, client: Connection) -> float:
        if not self._changing.under_way:
            client.ask("GetVersion")
        elif client.lost or self._changing.overdue:
            self._changing.give_up()
        return self._clock()

    def _tell_lost(self, error: Exception) -> None:
        if str(error) != self._said and not self._closing.is_set():
            self._said = str(error)
            self._reports.lost(error)

    def _event(self, name: str, data: dict[str, Any]) -> None:
        if name == "CurrentSceneCollectionChanging":
            self._changing.begun()
        elif name == "CurrentSceneCollectionChanged":
            self._changing.done()  # the outbox stays held until the new scenes were looked at
        self._reports.event(name, data)
