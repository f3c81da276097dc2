"""The browser page as an output: serves the pictures and says many times a second which to show."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

from websockets.asyncio.server import ServerConnection

from engine.api import Backoff, PluginError, Port
from plugins.avatar.board import Board
from plugins.avatar.page.sprites import are_there, sprites
from plugins.avatar.pose import Pose
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.states import STATES, state_of
from plugins.web import Page, PageServer, build, packaged

_RATE = 30.0
"""Poses a second told to a page."""
_TALLEST = 1080
"""Pixels of a picture's longer side."""
_LOOK_S = 0.2
_BACKOFF = Backoff(first=0.5, start=2.0, ceiling=60.0)
_FILES = {"/avatar": "avatar.html", "/avatar.css": "avatar.css", "/avatar.js": "avatar.js"}


class BrowserOutput:
    """The page /avatar and its socket /avatar/poses.

    Args:
        settings: the profile's.
        cache: where rendered pictures are kept; None for the user's cache folder.
    """

    name = "browser"

    def __init__(self, settings: AvatarSettings, cache: Path | None = None) -> None:
        self._settings, self._cache = settings, cache
        self._latest = words(Pose())
        self.url = ""

    def show(self, pose: Pose) -> None:
        """See :class:`Output`."""
        self._latest = words(pose)

    async def run(self, port: Port, board: Board) -> None:
        """See :class:`Output`."""
        failures = 0
        while True:
            try:
                await self._serve(port, board)
            except (PluginError, OSError) as fault:
                error = fault if isinstance(fault, PluginError) else _failed(fault)
                failures += 1
                board.tell(self.name, "failed", "no page")
                board.fault(self.name, error.what, error.fix)
                await asyncio.sleep(_BACKOFF.delay(failures))

    async def _serve(self, port: Port, board: Board) -> None:
        settings = self._settings
        size = size_of(settings)
        folder = await self._pictures(size, port, board)
        pages = await asyncio.to_thread(pages_of, folder)
        made = build(pages)
        pages["/avatar/about.json"] = about(*size, made)
        sockets = {"/avatar/poses": lambda connection: self._tell_poses(connection, made)}
        async with PageServer(settings.host, settings.port, pages, sockets, "avatar page") as server:
            self.url = f"{server.url}avatar"
            board.tell(self.name, "connected", self.url)
            await asyncio.Event().wait()

    async def _pictures(self, size: tuple[int, int], port: Port, board: Board) -> Path:
        """Their folder. Drawing takes a core for seconds: it waits for the voice, and ends with us."""
        wanted = (*size, self._settings.pack, self._cache)
        if not await asyncio.to_thread(are_there, *wanted):
            board.tell(self.name, "connecting", "draws its pictures when the voice is ready")
            await _voice(port)
            board.tell(self.name, "connecting", "drawing the pictures")
        unwanted = threading.Event()
        try:
            return await asyncio.to_thread(sprites, *wanted, unwanted)
        finally:
            unwanted.set()

    async def _tell_poses(self, connection: ServerConnection, made: str) -> None:
        await connection.send(json.dumps({"build": made}))
        said = ""
        ended = asyncio.ensure_future(connection.wait_closed())  # a pose that stands still is never sent
        try:
            while not ended.done():
                if self._latest != said:
                    said = self._latest
                    await connection.send(said)
                await asyncio.wait([ended], timeout=1.0 / _RATE)
        finally:
            ended.cancel()


async def _voice(port: Port) -> None:
    """Until the voice is ready: only then is the device started, and the clock at the ear moves."""
    while port.stage.heard() <= 0.0:
        await asyncio.sleep(_LOOK_S)


def _failed(fault: OSError) -> PluginError:
    return PluginError(f"The avatar page failed: {fault}.", "It is tried again; see that the disk has room.")


def words(pose: Pose) -> str:
    """What a page needs of a pose, as JSON: the picture, and how it is moved."""
    moves = {"tilt": pose.tilt, "turn": pose.turn, "lift": pose.bounce, "breath": pose.breath, "open": pose.mouth_open}
    return json.dumps({"show": state_of(pose).file, **{name: round(value, 3) for name, value in moves.items()}})


def size_of(settings: AvatarSettings) -> tuple[int, int]:
    """The pictures' width and height: the profile's, but no larger than a page needs them."""
    share = min(1.0, _TALLEST / max(settings.width, settings.height))
    return round(settings.width * share), round(settings.height * share)


def pages_of(folder: Path) -> dict[str, Page]:
    """All files that are served, read into memory."""
    pages = {path: packaged("plugins.avatar.page", name) for path, name in _FILES.items()}
    for state in STATES:
        pages[f"/avatar/{state.file}"] = Page((folder / state.file).read_bytes(), "image/png", guarded=False)
    return pages


def about(width: int, height: int, made: str) -> Page:
    """What the page asks first; ``made`` is what it is told again whenever it connects."""
    told = {"build": made, "width": width, "height": height, "pictures": [state.file for state in STATES]}
    return Page(json.dumps(told).encode(), "application/json", guarded=False)
