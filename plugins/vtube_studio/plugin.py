"""The plugin: connects, comes to be allowed, and comes back whenever the connection is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from engine.api import Clock, Port, StreamvoiceError
from plugins.vtube_studio import permission, requests
from plugins.vtube_studio.acts import Acts
from plugins.vtube_studio.faults import ALLOW, NotAllowedError
from plugins.vtube_studio.racing import first_of
from plugins.vtube_studio.session import Session
from plugins.vtube_studio.settings import VTubeStudioSettings
from plugins.vtube_studio.tokens import StoredTokens, Tokens
from plugins.vtube_studio.told import Told
from plugins.vtube_studio.wire import OpenWire, open_websocket

RETRY_S = 3.0
"""Until we knock again; knocking where nobody listens costs nothing."""
SETTLED_S = 30.0
"""Only after a connection this long is its loss news: one that falls over every few seconds is told once."""
LOOK_S = 5.0
"""How often we look whether there is a new token, in seconds."""


class VTubeStudio:
    """VTube Studio as an output.

    Args:
        tokens: keeps the token; the system's keyring or a file by default.
        open_wire: opens the connection.
        in_thread: calls what may block.
    """

    Settings = VTubeStudioSettings
    name = "vtube_studio"
    kind = "output"

    def __init__(
        self,
        settings: VTubeStudioSettings,
        clock: Clock = time.monotonic,
        tokens: Tokens | None = None,
        open_wire: OpenWire = open_websocket,
        in_thread: Callable[..., Awaitable[str]] = asyncio.to_thread,
    ) -> None:
        self._settings, self._clock, self._open = settings, clock, open_wire
        self._tokens, self._in_thread = tokens or StoredTokens(), in_thread
        self._session: Session | None = None
        self._token = ""
        self._may_ask = True
        self._ask = asyncio.Event()

    async def run(self, port: Port) -> None:
        """Move the model until cancelled."""
        told = Told(port)
        Acts(port, lambda: self._session, self._ask.set)
        while True:
            try:
                await self._connection(port, told)
            except NotAllowedError as error:
                told.once("connection", error.what, error.fix)
                told.state("waiting", f"{error.what} {error.fix}")
                await self._until_allowed()
            except StreamvoiceError as error:
                told.once("connection", error.what, error.fix)
                told.state("waiting", error.what)
                await asyncio.sleep(RETRY_S)

    async def _connection(self, port: Port, told: Told) -> None:
        if not self._token:
            self._token = await self._in_thread(self._tokens.load)
        async with self._open(self._settings.url) as wire:
            session = Session(wire, port, self._settings, self._clock, told)
            try:
                await first_of(session.link.listen(), self._hold(session, port, told))
            finally:
                self._session = None

    async def _hold(self, session: Session, port: Port, told: Told) -> None:
        await session.link.ask(requests.STATE)
        if not self._token or self._ask.is_set():
            await self._be_allowed(session, port, told)
        try:
            await permission.shown(session.link, self._token)
        except NotAllowedError:
            self._may_ask = False
            raise
        self._session, began = session, self._clock()
        try:
            await session.run()
        finally:
            if self._clock() - began >= SETTLED_S:
                told.over("connection")

    async def _be_allowed(self, session: Session, port: Port, told: Told) -> None:
        if not (self._may_ask or self._ask.is_set()):
            raise NotAllowedError("streamvoice is not allowed in VTube Studio yet.", ALLOW)
        told.state("waiting", "Click Allow in VTube Studio.")
        try:
            self._token = await permission.asked(session.link)
        except NotAllowedError:
            self._answered()
            raise
        self._answered()
        try:
            await self._in_thread(self._tokens.save, self._token)
        except StreamvoiceError as error:
            port.failed(error.what, error.fix)

    def _answered(self) -> None:
        """The streamer has decided: no further pop-up comes by itself."""
        self._may_ask = False
        self._ask.clear()

    async def _until_allowed(self) -> None:
        """Wait for a token other than the one that is good for nothing, or for the streamer to want the pop-up."""
        useless, self._token = self._token, ""
        while not self._ask.is_set():
            found = await self._in_thread(self._tokens.load)
            if found and found != useless:
                self._token = found
                return
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._ask.wait()
            except TimeoutError:
                continue
