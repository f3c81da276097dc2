"""The page's start: it draws when the voice is ready, at once what is there, and ends when the engine does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.api import PluginError
from engine.testing import FakePort
from plugins.avatar.board import Board
from plugins.avatar.page import output as page
from plugins.avatar.page import sprites as room
from plugins.avatar.page.output import BrowserOutput
from plugins.avatar.settings import AvatarSettings

SETTINGS = AvatarSettings(width=64, height=72, port=0)


@pytest.fixture
def drawn(rendered: list[Path], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where pictures were drawn, looked for often."""
    monkeypatch.setattr(page, "_LOOK_S", 0.01)
    return rendered


@asynccontextmanager
async def starting(port: FakePort, cache: Path) -> AsyncIterator[asyncio.Task[None]]:
    output = BrowserOutput(SETTINGS, cache)
    task = asyncio.create_task(output.run(port, Board(port, [output.name])))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def connected(port: FakePort) -> None:
    async with asyncio.timeout(10):
        while not port.states or port.states[-1][0] != "connected":
            await asyncio.sleep(0.005)


async def test_it_draws_when_the_voice_is_ready(tmp_path: Path, drawn: list[Path]) -> None:
    port = FakePort()
    async with starting(port, tmp_path):
        async with asyncio.timeout(10):
            while not port.states or "when the voice is ready" not in port.states[-1][1]:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.1)
        assert drawn == []
        port.stage.at_s = 0.5
        await connected(port)
    assert len(drawn) == 1


async def test_what_was_drawn_before_is_served_at_once(tmp_path: Path, drawn: list[Path]) -> None:
    room.sprites(64, 72, "", tmp_path)
    port = FakePort()
    async with starting(port, tmp_path):
        await connected(port)
    assert len(drawn) == 1


async def test_drawing_ends_with_the_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def render(*wanted: Any) -> None:
        begun.set()
        if wanted[-1].wait(10):
            ended.set()

    monkeypatch.setattr(room, "_render_apart", render)
    port = FakePort()
    port.stage.at_s = 0.5
    async with starting(port, tmp_path):
        await asyncio.to_thread(begun.wait, 10)
    assert await asyncio.to_thread(ended.wait, 5)


class Drawing:
    """A process that never says anything."""

    killed = False

    def start(self) -> None:
        pass

    def kill(self) -> None:
        self.killed = True

    def join(self) -> None:
        assert self.killed


def test_pictures_that_nobody_wants_are_drawn_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process, unwanted = Drawing(), threading.Event()
    monkeypatch.setattr(room._SPAWN, "Process", lambda **_: process)
    pipes = room._SPAWN.Pipe(duplex=False)

    class Ours:
        """As it is for a process that lives: its end stays open."""

        def close(self) -> None:
            pass

    monkeypatch.setattr(room._SPAWN, "Pipe", lambda **_: (pipes[0], Ours()))
    threading.Timer(0.05, unwanted.set).start()
    begin = time.monotonic()
    with pytest.raises(PluginError, match="not wanted"):
        room.sprites(64, 72, "", tmp_path, unwanted)
    assert time.monotonic() - begin < 5
    assert process.killed
    assert list(tmp_path.iterdir()) == []
