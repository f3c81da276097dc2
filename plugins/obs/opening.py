"""Opens a connection to OBS: bounded waits, the password's proof, and why it did not work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import websocket

from engine.api import ConnectionLostError
from plugins.obs.meanings import WrongPasswordError, closed

Prove = Callable[[str, str], str]
"""Answers OBS's salt and challenge with the password's proof."""


class Opening:
    """One try, on the calling thread."""

    def __init__(self, host: str, port: int, password: str, prove: Prove) -> None:
        self._host, self._password, self._prove = host, password, prove
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def open(self, timeout_s: float, subscriptions: int) -> Any:
        """A socket over which OBS has accepted us; ``timeout_s`` is for each step.

        Raises:
            WrongPasswordError: OBS wants another password.
            ConnectionLostError: nothing listens there, or it is not obs-websocket 5.
        """
        socket: Any = websocket.WebSocket()
        try:
            socket.connect(
                f"ws://{self._address}/", timeout=timeout_s, suppress_origin=True, http_no_proxy=[self._host]
            )
            self._identify(socket, subscriptions)
        except (OSError, websocket.WebSocketException, ValueError, KeyError, TypeError) as error:
            socket.shutdown()
            raise _unreachable(self._address, error) from error
        except ConnectionLostError:
            socket.shutdown()
            raise
        return socket

    def _identify(self, socket: Any, subscriptions: int) -> None:
        challenge = self._next(socket, 0).get("authentication")
        if challenge and not self._password:
            raise WrongPasswordError(given=False)
        identity: dict[str, Any] = {"rpcVersion": 1, "eventSubscriptions": subscriptions}
        if challenge:
            identity["authentication"] = self._prove(challenge["salt"], challenge["challenge"])
        socket.send(json.dumps({"op": 1, "d": identity}))
        self._next(socket, 2)

    def _next(self, socket: Any, op: int) -> dict[str, Any]:
        """The data of the next message, which has to be of kind ``op``."""
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            raise closed(int.from_bytes(data[:2], "big"), bool(self._password))
        message = json.loads(data)
        if message["op"] != op:
            raise ValueError(f"message {message['op']} for {op}")
        return dict(message["d"])


def _unreachable(address: str, error: Exception) -> ConnectionLostError:
    if isinstance(error, websocket.WebSocketTimeoutException):
        return ConnectionLostError(
            f"What listens at {address} says nothing.", "Check the port; restart OBS if it hangs."
        )
    if isinstance(error, OSError | websocket.WebSocketAddressException):
        return ConnectionLostError(
            f"OBS is not reachable at {address}.",
            "Start OBS; its Tools, WebSocket Server Settings must be enabled.",
        )
    return ConnectionLostError(f"What listens at {address} is not OBS ({type(error).__name__}).", "Check the port.")
