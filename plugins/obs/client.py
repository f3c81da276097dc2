"""One connection to OBS: obs-websocket-py with what it lacks: bounded waits, OBS's reasons, an end that is noticed.

The library gives the messages, the authentication and the table of waiting calls. Replaced here, because it waits for
ever or loses the reason: opening, asking and the receiving thread.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import websocket
from obswebsocket import obsws

from engine.api import ConnectionLostError
from plugins.obs.asking import OnEvent
from plugins.obs.meanings import RefusedError, closed
from plugins.obs.opening import Opening
from plugins.obs.subscriptions import ALL_EVENTS


class Client(obsws):  # type: ignore[misc]
    """Connect, ask, close, once. Ask from one thread at a time, never from ``on_event``.

    Args:
        timeout_s: for the connection and for every answer.
        on_lost: called once, on the receiving thread, where the connection ends by itself.
    """

    def __init__(
        self,
        host: str,
        port: int,
        password: str,
        timeout_s: float = 3.0,
        on_event: OnEvent = lambda name, data: None,
        on_lost: Callable[[], None] = lambda: None,
        subscriptions: int = ALL_EVENTS,
    ) -> None:
        super().__init__(host, port, password, legacy=False, timeout=timeout_s)
        self._on_event, self._on_lost, self._subscriptions = on_event, on_lost, subscriptions
        self._closing = False
        self.lost = False
        self.versions: dict[str, Any] = {}

    def connect(self) -> None:
        """Open the connection and identify.

        Raises:
            WrongPasswordError: OBS wants another password.
            ConnectionLostError: nothing listens there, or it is not obs-websocket 5.
        """
        opening = Opening(self.host, self.port, self.password, self._build_auth_string)
        self.ws = opening.open(self.timeout, self._subscriptions)
        self.thread_recv = threading.Thread(target=self._receive, name="obs receiver", daemon=True)
        self.thread_recv.start()
        self.versions = self.ask("GetVersion")

    def ask(self, request: str, /, **data: Any) -> dict[str, Any]:
        """Send one request and wait for its answer. Raises as ``Ask`` says."""
        number = str(self.id)
        self.id += 1
        answered = self.events[number] = threading.Event()
        try:
            self._send(6, {"requestId": number, "requestType": request, "requestData": data})
            if not self.lost:
                answered.wait(self.timeout)
        finally:
            self.events.pop(number, None)
            answer = self.answers.pop(number, None)
        if answer is None:
            raise ConnectionLostError("OBS went away." if self.lost else f"OBS does not answer ({request}).")
        return _data(request, answer)

    def close(self) -> None:
        """Say goodbye; idempotent, never waits long."""
        self._closing = True
        if self.ws is not None:
            self.ws.shutdown()

    def _send(self, op: int, data: Mapping[str, Any]) -> None:
        try:
            self.ws.send(json.dumps({"op": op, "d": data}))
        except (OSError, websocket.WebSocketException) as error:
            raise ConnectionLostError("OBS went away.") from error

    def _receive(self) -> None:
        """The receiving thread: until the connection ends, for whatever reason."""
        try:
            while not self._closing:
                self._take_next()
        except Exception:  # noqa: BLE001  whatever it was, the connection is of no use any more
            self.lost = True
        finally:
            self.lost = True
            for waiting in list(self.events.values()):
                waiting.set()
            if not self._closing:
                self._on_lost()

    def _take_next(self) -> None:
        try:
            opcode, data = self.ws.recv_data()
        except websocket.WebSocketTimeoutException:
            return
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            raise closed(int.from_bytes(data[:2], "big"), bool(self.password))
        message = json.loads(data)
        told = message["d"]
        if message["op"] == 7:
            self._answered(told)
        elif message["op"] == 5:
            # A listener's fault is no reason to lose the connection.
            with suppress(Exception):
                self._on_event(told["eventType"], told.get("eventData") or {})

    def _answered(self, told: dict[str, Any]) -> None:
        waiting = self.events.get(told["requestId"])
        if waiting is not None:
            self.answers[told["requestId"]] = told
            waiting.set()


def _data(request: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    status = answer["requestStatus"]
    if not status["result"]:
        raise RefusedError(request, status["code"], status.get("comment", ""))
    return answer.get("responseData") or {}
