"""Keeps a connection to OBS alive on a thread of its own and works through the outbox. Goes on for ever.

Any fault of a connection ends that connection: a new one is opened and everything wished for is sent again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from engine.api import Clock
from plugins.obs.asking import Ask, OnEvent
from plugins.obs.meanings import NOT_READY, RefusedError, WrongPasswordError
from plugins.obs.outbox import REST_S, Outbox
from plugins.obs.wishes import Once, Wish

QUIET_S = 4.0
"""After so long with nothing to do OBS is asked whether it is there: one that hangs closes no connection."""
_NOT_READY_S = 0.3
_CHANGING_S = 30.0
"""OBS must not be asked anything while it changes its scene collection, but not for ever."""
_PASSWORD_S = (30.0, 60.0)
_FIRST_S, _FACTOR, _LONGEST_S = 0.4, 1.6, 1.6


class Connection(Protocol):
    """What ``plugins.obs.client.Client`` offers."""

    lost: bool
    versions: dict[str, Any]

    def connect(self) -> None: ...  # noqa: D102
    def ask(self, request: str, /, **data: Any) -> dict[str, Any]: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


class Reports(Protocol):
    """Whom the link tells. Called on its threads: to pass on, not to work."""

    def connected(self, versions: dict[str, Any], found: Any) -> None:
        """Connected; ``found`` is what ``look`` saw."""
        ...

    def lost(self, error: Exception) -> None:
        """Not connected, and why; said once for each reason."""
        ...

    def refused(self, wish: Wish, error: RefusedError) -> None:
        """OBS will not grant a wish; said once until it does."""
        ...

    def event(self, name: str, data: dict[str, Any]) -> None:
        """OBS told something."""
        ...


Open = Callable[[OnEvent, Callable[[], None]], Connection]
"""A new, unconnected client with its event callback and its callback for the end."""


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
        self._changing_since: float | None = None
        self._anew = True
        self._refused: dict[str, str] = {}
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
        self._anew = True
        asked = self._clock()
        while not self._closing.is_set():
            if self._anew and not self._begin(client):
                continue
            wish = self._outbox.take(self._clock(), 1.0)
            if wish is not None:
                self._grant(client, wish)
            if wish is not None or client.lost or self._clock() - asked > QUIET_S:
                asked = self._clock() if wish is not None else self._ping(client)
        for last in self._farewell():
            self._grant(client, last)

    def _begin(self, client: Connection) -> bool:
        """OBS is new to us, or has other scenes than before: look at it, and send everything. False: once more."""
        self._anew = False  # before the look: the scenes may change again while it lasts
        self._changing(True)
        began = self._changing_since
        try:
            found = self._look(client.ask)
        except RefusedError as error:
            if error.code != NOT_READY:
                raise
            self._anew = True
            self._closing.wait(_NOT_READY_S)
            return False
        if self._anew:  # what was seen is of scenes that are gone
            return False
        self._outbox.all_again()
        if self._changing_since == began:  # else it changes again by now
            self._changing(False)
        self._said = ""
        self._reports.connected(client.versions, found)
        return True

    def _ping(self, client: Connection) -> float:
        since = self._changing_since
        if since is None:
            client.ask("GetVersion")
        elif client.lost or self._clock() - since > _CHANGING_S:
            self._changing(False)
        return self._clock()

    def _changing(self, changing: bool) -> None:
        """OBS changes its scene collection, and must not be asked anything meanwhile; or it is done."""
        self._changing_since = self._clock() if changing else None
        self._outbox.hold(changing)

    def _grant(self, client: Connection, wish: Wish) -> None:
        try:
            wish.grant(client.ask)
        except RefusedError as error:
            self._not_granted(wish, error)
        else:
            self._refused.pop(wish.key, None)

    def _not_granted(self, wish: Wish, error: RefusedError) -> None:
        once = isinstance(wish, Once)
        if error.code == NOT_READY and not once:
            self._outbox.rest(wish.key, self._clock() + _NOT_READY_S)
            return
        self._outbox.rest(wish.key, self._clock() + REST_S)
        if once or self._refused.get(wish.key) != error.what:
            self._refused[wish.key] = error.what
            self._reports.refused(wish, error)

    def _tell_lost(self, error: Exception) -> None:
        if str(error) != self._said and not self._closing.is_set():
            self._said = str(error)
            self._reports.lost(error)

    def _event(self, name: str, data: dict[str, Any]) -> None:
        if name == "CurrentSceneCollectionChanging":
            self._changing(True)
        elif name == "CurrentSceneCollectionChanged":
            self._anew = True  # the outbox stays held until the new scenes were looked at
            self._outbox.wake()
        self._reports.event(name, data)
