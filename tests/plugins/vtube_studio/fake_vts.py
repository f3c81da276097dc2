"""A VTube Studio that speaks its API's real messages and keeps its rules: tokens, lost parameters, models, hotkeys."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.api import ConnectionLostError
from tests.plugins.vtube_studio.schema import Envelope, checked

LOST_S = 1.0
"""A parameter without data for so long goes back to whatever moved it before."""
COOLDOWN_S = 5 / 60
DEFAULTS = ("FaceAngleX", "MouthOpen", "MouthSmile", "Brows", "VoiceVolume")
OPEN_TO_ALL = ("APIStateRequest", "AuthenticationTokenRequest", "AuthenticationRequest")


class No(Exception):  # noqa: N818
    """An APIError."""


@dataclass
class FakeModel:
    name: str = "Akari"
    expressions: dict[str, bool] = field(default_factory=lambda: {"smile.exp3.json": False, "cry.exp3.json": False})
    hotkeys: tuple[dict[str, Any], ...] = (
        {"hotkeyID": "h1", "name": "Wave", "type": "TriggerAnimation", "file": "wave.motion3.json"},
        {"hotkeyID": "h2", "name": "Cry", "type": "ToggleExpression", "file": "cry.exp3.json"},
        {"hotkeyID": "h3", "name": "", "type": "Unset", "file": ""},
    )


class FakeVts:
    """``click`` is what the streamer does at the pop-up: "allow", "deny" or "" (nothing yet)."""

    def __init__(self, clock: Callable[[], float], click: str = "allow") -> None:
        self._clock = clock
        self.click = asyncio.Event(), click
        self.model: FakeModel | None = FakeModel()
        self.api_on = True
        self.tokens: set[str] = set()
        self.custom: dict[str, dict[str, Any]] = {}
        self.defaults = list(DEFAULTS)
        self.taken: set[str] = set()
        self.values: dict[str, list[tuple[float, float]]] = {}
        self.lost: list[tuple[str, float]] = []
        self.asked: list[str] = []
        self.shape_faults: list[str] = []
        self.changes: list[tuple[float, str, bool]] = []
        self.pressed: list[tuple[float, str]] = []
        self.broken: set[str] = set()
        self.popups = 0
        self.frozen = asyncio.Event()
        self.frozen.set()
        self.sessions: set[_Session] = set()
        self.connections = 0
        self.listening = True
        self.face_found: list[bool] = []
        if click:
            self.click[0].set()

    def answer_popup(self, click: str) -> None:
        self.click = asyncio.Event(), click
        self.click[0].set()

    def expect_popup(self) -> None:
        self.click = asyncio.Event(), ""

    def revoke(self) -> None:
        """The streamer removes our permission: the token is void and our parameters are gone."""
        self.tokens.clear()
        self.custom.clear()
        for session in self.sessions:
            session.revoked, session.authenticated = session.authenticated or session.revoked, False

    def load(self, model: FakeModel | None) -> None:
        """Another model (None: none), with its event."""
        old, self.model = self.model, model
        if old is not None:
            self._event("ModelLoadedEvent", {"modelLoaded": False, "modelName": old.name, "modelID": "1" * 32})
        if model is not None:
            self._event("ModelLoadedEvent", {"modelLoaded": True, "modelName": model.name, "modelID": "2" * 32})

    def shout(self, frame: str | bytes) -> None:
        """Send anything at all to everybody."""
        for session in self.sessions:
            session.send(frame)

    def drop(self) -> None:
        """Cut every connection."""
        for session in list(self.sessions):
            session.close()

    def freeze(self) -> None:
        """Stop answering, as while a model loads."""
        self.frozen.clear()

    def gaps(self) -> list[tuple[str, float]]:
        """Parameters that went without data for more than a second, up to now."""
        now = self._clock()
        ends = [(name, now - times[-1][0]) for name, times in self.values.items()]
        return self.lost + [(name, gap) for name, gap in ends if gap > LOST_S]

    def series(self, name: str) -> list[float]:
        return [value for _, value in self.values.get(name, [])]

    def rate(self, name: str, start: float, end: float) -> float:
        """Updates a second between two times."""
        return sum(start <= t < end for t, _ in self.values.get(name, [])) / (end - start)

    def _event(self, name: str, data: dict[str, Any]) -> None:
        for session in self.sessions:
            if name in session.subscribed:
                session.send(_frame(name, "event", data))

    def inject(self, data: Any) -> None:
        now = self._clock()
        names = [each.id for each in data.parameterValues]
        for name in names:
            if name not in self.defaults and name not in self.custom:
                raise No(453, f"Parameter {name} not found.")
            if name in self.taken:
                raise No(454, "Controlled by other plugin.")
        self.face_found.append(data.faceFound)
        for each in data.parameterValues:
            times = self.values.setdefault(each.id, [])
            if times and now - times[-1][0] > LOST_S:
                self.lost.append((each.id, now - times[-1][0]))
            times.append((now, each.value))

    def press(self, name: str) -> str:
        if self.model is None:
            raise No(201, "No model.")
        for key in self.model.hotkeys:
            if name == key["hotkeyID"] or (key["name"] and name.lower() == key["name"].lower()):
                break
        else:
            raise No(202, "Not found.")
        if key["hotkeyID"] in self.broken:
            raise No(204, "File missing.")
        last = [t for t, pressed in self.pressed if pressed == key["hotkeyID"]]
        if last and self._clock() - last[-1] < COOLDOWN_S:
            raise No(203, "Cooldown.")
        self.pressed.append((self._clock(), key["hotkeyID"]))
        if key["type"] == "ToggleExpression":
            self.activate(key["file"], not self.model.expressions[key["file"]])
        return str(key["hotkeyID"])

    def activate(self, file: str, active: bool) -> None:
        if self.model is None:
            raise No(652, "No model.")
        if file not in self.model.expressions:
            raise No(651, "Not found.")
        self.model.expressions[file] = active
        self.changes.append((self._clock(), file, active))

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[Near]:
        """A connection to it within this process."""
        if not self.listening:
            raise ConnectionLostError("VTube Studio does not answer.", "Start it.")
        session = self.join()
        answering = asyncio.ensure_future(session.answer_all())
        try:
            yield Near(session)
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
            await session.flush()
            self.sessions.discard(session)

    def join(self) -> _Session:
        session = _Session(self)
        self.sessions.add(session)
        self.connections += 1
        return session


class Near:
    """The client's end of a connection within this process."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    async def send(self, frame: str) -> None:
        if self._session.closed:
            raise ConnectionLostError("closed")
        self._session.receive(frame)

    async def recv(self) -> str | bytes:
        frame = await self._session.next_out()
        if frame is None:
            raise ConnectionLostError("VTube Studio closed the connection.")
        return frame


class _Session:
    """One client, as VTube Studio sees it."""

    def __init__(self, vts: FakeVts) -> None:
        self._vts = vts
        self._in: asyncio.Queue[str] = asyncio.Queue()
        self._out: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self.authenticated = self.revoked = self.closed = False
        self.subscribed: set[str] = set()
        self.most_waiting = 0

    def receive(self, frame: str) -> None:
        """From the client."""
        self._in.put_nowait(frame)
        self.most_waiting = max(self.most_waiting, self._in.qsize())

    def send(self, frame: str | bytes) -> None:
        """To the client."""
        self._out.put_nowait(frame)

    def close(self) -> None:
        self.closed = True
        self._out.put_nowait(None)

    async def next_out(self) -> str | bytes | None:
        return await self._out.get()

    async def answer_all(self) -> None:
        while True:
            frame = await self._in.get()
            await self._vts.frozen.wait()
            await self._one(frame)

    async def flush(self) -> None:
        """What was sent before the connection was closed still arrives."""
        while not self._in.empty() and self._vts.frozen.is_set() and not self.closed:
            await self._one(self._in.get_nowait())

    async def _one(self, frame: str) -> None:
        try:
            envelope, data = checked(frame)
        except Exception as error:  # noqa: BLE001
            self._vts.shape_faults.append(f"{error}: {frame}")
            return
        self._vts.asked.append(envelope.messageType)
        if envelope.messageType == "AuthenticationTokenRequest":
            self._vts.popups += 1
            asyncio.ensure_future(self._popup(envelope))  # noqa: RUF006
            return
        self._answer(envelope, data)

    def _answer(self, envelope: Envelope, data: Any) -> None:
        try:
            kind, answer = self._carry_out(envelope.messageType, data)
        except No as no:
            kind, answer = "APIError", {"errorID": no.args[0], "message": no.args[1]}
        self.send(_frame(kind, envelope.requestID, answer))

    async def _popup(self, envelope: Envelope) -> None:
        click, _ = self._vts.click
        await click.wait()
        if self._vts.click[1] == "deny":
            error = {"errorID": 50, "message": "User has denied API access for your plugin."}
            self.send(_frame("APIError", envelope.requestID, error))
            return
        token = secrets.token_hex(16)
        self._vts.tokens.add(token)
        self.revoked = False
        self.send(_frame("AuthenticationTokenResponse", envelope.requestID, {"authenticationToken": token}))

    def _carry_out(self, kind: str, data: Any) -> tuple[str, dict[str, Any]]:  # noqa: C901
        vts, model = self._vts, self._vts.model
        if not vts.api_on:
            raise No(1, "API access deactivated.")
        if kind not in OPEN_TO_ALL and not self.authenticated:
            raise No(50, "Access revoked.") if self.revoked else No(8, "Not authenticated.")
        answer: dict[str, Any] = {}
        match kind:
            case "APIStateRequest":
                answer = {"active": True, "vTubeStudioVersion": "1.32.5", "currentSessionAuthenticated": False}
            case "AuthenticationRequest":
                self.authenticated = data.authenticationToken in vts.tokens
                answer = {"authenticated": self.authenticated, "reason": "as it is"}
            case "EventSubscriptionRequest":
                self.subscribed.add(data.eventName)
                answer = {"subscribedEventCount": len(self.subscribed), "subscribedEvents": sorted(self.subscribed)}
            case "ParameterCreationRequest":
                vts.custom[data.parameterName] = {"name": data.parameterName, "addedBy": "streamvoice"}
                answer = {"parameterName": data.parameterName}
            case "InputParameterListRequest":
                answer = {
                    "customParameters": list(vts.custom.values()),
                    "defaultParameters": [{"name": name, "addedBy": "VTube Studio"} for name in vts.defaults],
                }
            case "InjectParameterDataRequest":
                vts.inject(data)
            case "HotkeyTriggerRequest":
                answer = {"hotkeyID": vts.press(data.hotkeyID)}
            case "ExpressionActivationRequest":
                vts.activate(data.expressionFile, data.active)
            case _:
                answer = _about(model, kind)
        return kind.replace("Request", "Response"), answer


def _about(model: FakeModel | None, kind: str) -> dict[str, Any]:
    base = {"modelLoaded": model is not None, "modelName": model.name if model else "", "modelID": "2" * 32}
    if kind == "HotkeysInCurrentModelRequest":
        return {**base, "availableHotkeys": list(model.hotkeys) if model else []}
    if kind == "ExpressionStateRequest":
        states = model.expressions.items() if model else ()
        return {**base, "expressions": [{"name": f[:-10], "file": f, "active": on} for f, on in states]}
    return {**base, "vtsModelName": "Model.vtube.json", "modelLoadTime": 3021}


def _frame(kind: str, request_id: str, data: dict[str, Any]) -> str:
    return json.dumps(
        {
            "apiName": "VTubeStudioPublicAPI",
            "apiVersion": "1.0",
            "timestamp": 1625405710728,
            "requestID": request_id,
            "messageType": kind,
            "data": data,
        }
    )
