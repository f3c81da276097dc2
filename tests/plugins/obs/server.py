"""A small obs-websocket 5 server: the protocol's real messages, faults on request. In this process, on its own loop.

It keeps inputs, scenes and volumes as OBS does, so far as the plugin uses them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Answer = dict[str, Any] | tuple[int, str]
"""Data, or a status code and comment."""


class FakeObs:
    """``asked`` are all requests so far; ``refuse[request]`` makes one fail; ``slow_s`` delays every answer."""

    def __init__(self, password: str = "", port: int = 0) -> None:
        self.password, self.port = password, port
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refuse: dict[str, tuple[int, str]] = {}
        self.slow_s = 0.0
        self.mute: set[str] = set()
        self.connections = 0
        self.attempts = 0
        self.collection = "Main"
        self.scene = "Live"
        self.scenes = {"Live": ["captions"], "Happy": []}
        self.inputs: dict[str, dict[str, Any]] = {}
        self.volumes: dict[str, float] = {}
        self.kept: dict[str, Any] = {}
        self.drop_on: str = ""
        self._open: set[ServerConnection] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None

    def start(self) -> None:
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(started)), daemon=True)
        self._thread.start()
        assert started.wait(5)

    def kill(self) -> None:
        """Everything closes at once, with no goodbye."""
        if self._loop is not None and self._stop is not None:
            with suppress(RuntimeError):  # dead already
                self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join(5)
        self._loop = self._thread = None

    def tell(self, event: str, intent: int = 1, **data: Any) -> None:
        """Send an event to everybody."""
        message = json.dumps({"op": 5, "d": {"eventType": event, "eventIntent": intent, "eventData": data}})
        assert self._loop is not None
        for connection in list(self._open):
            asyncio.run_coroutine_threadsafe(connection.send(message), self._loop)

    def of(self, request: str) -> list[dict[str, Any]]:
        return [data for name, data in list(self.asked) if name == request]

    def texts(self, source: str) -> list[str]:
        """What was put into a text source, in order."""
        return [
            data["inputSettings"]["text"] for data in self.of("SetInputSettings")
            if data["inputName"] == source and "text" in data["inputSettings"]
        ]  # fmt: skip

    async def _run(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._serve, "127.0.0.1", self.port) as server:
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            await self._stop.wait()
            for connection in list(self._open):
                connection.transport.abort()

    async def _serve(self, connection: ServerConnection) -> None:
        self.attempts += 1
        if not await self._identified(connection):
            return
        self.connections += 1
        self._open.add(connection)
        try:
            with suppress(ConnectionClosed):
                async for frame in connection:
                    message = json.loads(frame)
                    if message["op"] == 6:
                        await self._answer(connection, message["d"])
        finally:
            self._open.discard(connection)

    async def _identified(self, connection: ServerConnection) -> bool:
        hello: dict[str, Any] = {"obsWebSocketVersion": "5.1.0", "rpcVersion": 1}
        if self.password:
            hello["authentication"] = {"challenge": "challenge", "salt": "salt"}
        await connection.send(json.dumps({"op": 0, "d": hello}))
        identity = json.loads(await connection.recv())["d"]
        if self.password and identity.get("authentication") != proof(self.password, "salt", "challenge"):
            await connection.close(4009, "Authentication failed.")
            return False
        await connection.send(json.dumps({"op": 2, "d": {"negotiatedRpcVersion": 1}}))
        return True

    async def _answer(self, connection: ServerConnection, asked: dict[str, Any]) -> None:
        name, data = asked["requestType"], asked.get("requestData") or {}
        self.asked.append((name, data))
        if name == self.drop_on:
            connection.transport.abort()
            return
        if self.slow_s:
            await asyncio.sleep(self.slow_s)
        if name in self.mute:
            return
        answer = self.refuse[name] if name in self.refuse else self.perform(name, data)
        failed = isinstance(answer, tuple)
        status = {"result": not failed, "code": answer[0] if failed else 100}
        body: dict[str, Any] = {"requestType": name, "requestId": asked["requestId"], "requestStatus": status}
        if failed:
            status["comment"] = answer[1]
        else:
            body["responseData"] = answer
        await connection.send(json.dumps({"op": 7, "d": body}))

    def perform(self, name: str, data: dict[str, Any]) -> Answer:
        known: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "GetVersion": lambda _: {"obsVersion": "30.0.0", "platform": "linux"},
            "GetCurrentProgramScene": lambda _: {"currentProgramSceneName": self.scene},
            "GetSceneCollectionList": lambda _: {"currentSceneCollectionName": self.collection},
            "SetCurrentProgramScene": self._go,
            "GetSceneList": lambda _: {"scenes": [{"sceneName": name} for name in self.scenes]},
            "GetSceneItemId": self._item,
            "SetInputSettings": self._put,
            "GetInputVolume": self._volume,
            "SetInputVolume": self._set_volume,
            "GetPersistentData": lambda data: {"slotValue": self.kept.get(data["slotName"])},
            "SetPersistentData": lambda data: self.kept.__setitem__(data["slotName"], data["slotValue"]) or {},
        }
        return known.get(name, lambda _: {})(data)

    def _go(self, data: dict[str, Any]) -> Answer:
        if data["sceneName"] not in self.scenes:
            return 600, f"No source was found by the name of `{data['sceneName']}`."
        self.scene = data["sceneName"]
        self.tell("CurrentProgramSceneChanged", sceneName=self.scene)
        return {}

    def _item(self, data: dict[str, Any]) -> Answer:
        if data["sourceName"] not in self.scenes.get(data["sceneName"], []):
            return 600, "No scene items were found."
        return {"sceneItemId": 7}

    def _put(self, data: dict[str, Any]) -> Answer:
        self.inputs.setdefault(data["inputName"], {}).update(data["inputSettings"])
        return {}

    def _volume(self, data: dict[str, Any]) -> Answer:
        if data["inputName"] not in self.volumes:
            return 600, f"No source was found by the name of `{data['inputName']}`."
        return {"inputVolumeDb": self.volumes[data["inputName"]]}

    def _set_volume(self, data: dict[str, Any]) -> Answer:
        self.volumes[data["inputName"]] = data["inputVolumeDb"]
        self.tell("InputVolumeChanged", inputName=data["inputName"], inputVolumeDb=data["inputVolumeDb"])
        return {}


def proof(password: str, salt: str, challenge: str) -> str:
    """The protocol's answer to a challenge."""
    secret = base64.b64encode(hashlib.sha256((password + salt).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + challenge.encode()).digest()).decode()


@contextmanager
def fake_obs(password: str = "", port: int = 0) -> Iterator[FakeObs]:
    obs = FakeObs(password, port)
    obs.start()
    try:
        yield obs
    finally:
        obs.kill()


def wait(true: Callable[[], object], timeout_s: float = 5.0) -> None:
    """Wait until it is; for tests that run beside threads."""
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)
