"""Over a real WebSocket on this machine: the same conversation, and the two commands."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from engine.errors import StreamvoiceError
from plugins.vtube_studio import VTubeStudio, VTubeStudioSettings
from plugins.vtube_studio.commands import app
from plugins.vtube_studio.tokens import VARIABLE
from tests.fakes.outputs import FakePort
from tests.plugins.vtube_studio.fake_vts import FakeVts
from tests.plugins.vtube_studio.puppeteer import MemoryTokens, RunningStage, inline


@asynccontextmanager
async def listening(vts: FakeVts) -> AsyncIterator[int]:
    """``vts`` on a port of its own; the port."""

    async def client(connection: ServerConnection) -> None:
        session = vts.join()

        async def out() -> None:
            while (frame := await session.next_out()) is not None:
                await connection.send(frame)
            await connection.close()

        tasks = [asyncio.ensure_future(out()), asyncio.ensure_future(session.answer_all())]
        with suppress(ConnectionClosed):
            async for frame in connection:
                session.receive(str(frame))
        await session.flush()
        vts.sessions.discard(session)
        for task in tasks:
            task.cancel()

    async with serve(client, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


async def test_it_speaks_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = asyncio.get_running_loop().time
    vts = FakeVts(clock)
    async with listening(vts) as number:
        stage = RunningStage(clock)
        port = FakePort(stage)
        tokens = MemoryTokens()
        settings = VTubeStudioSettings(port=number, faces=({"emotion": "happy", "expression": "smile.exp3.json"},))  # type: ignore[arg-type]
        plugin = VTubeStudio(settings, clock, tokens, in_thread=inline)
        running = asyncio.ensure_future(plugin.run(port))
        await until(lambda: port.states and port.states[-1][0] == "connected")
        stage.speak(5.0)
        await until(lambda: max(vts.series("MouthOpen"), default=0.0) > 0.5)
        port.acts["face"]("happy")
        await until(lambda: vts.model is not None and vts.model.expressions["smile.exp3.json"])
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await until(lambda: vts.model is not None and not vts.model.expressions["smile.exp3.json"])
    assert vts.shape_faults == []
    assert port.faults == []
    assert tokens.token
    assert not [record for record in caplog.records if tokens.token in record.getMessage()]


@contextmanager
def in_a_thread(vts_click: str) -> Iterator[tuple[FakeVts, int]]:
    """A VTube Studio beside a command that runs a loop of its own."""
    ready, ended = threading.Event(), asyncio.Event()
    made: list[Any] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        vts = FakeVts(loop.time, vts_click)
        async with listening(vts) as number:
            made.extend([vts, number, loop])
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    assert ready.wait(10)
    try:
        yield made[0], made[1]
    finally:
        made[2].call_soon_threadsafe(ended.set)
        thread.join(10)


@pytest.fixture
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_, **__: str(tmp_path))
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.mark.usefixtures("_own_folder")
def test_connect_then_check(tmp_path: Path) -> None:
    with in_a_thread("allow") as (vts, number):
        done = CliRunner().invoke(app, ["connect", "--port", str(number)], catch_exceptions=False)
        assert done.exit_code == 0
        [token] = vts.tokens
        assert token not in done.output
        assert (tmp_path / "vtube_studio.token").read_text() == token
        done = CliRunner().invoke(app, ["check", "--port", str(number)], catch_exceptions=False)
        for said in ("1.32.5", "Akari", 'expression = "smile.exp3.json"', 'hotkey = "Wave"'):
            assert said in done.output
        assert vts.shape_faults == []


@pytest.mark.usefixtures("_own_folder")
@pytest.mark.parametrize(("click", "command", "said"), [("deny", "connect", "Deny"), ("allow", "check", "not allowed")])
def test_a_refusal_is_an_error_with_a_fix(click: str, command: str, said: str) -> None:
    with in_a_thread(click) as (_, number), pytest.raises(StreamvoiceError, match=said) as caught:
        CliRunner().invoke(app, [command, "--port", str(number)], catch_exceptions=False)
    assert "Allow" in caught.value.fix


@pytest.mark.usefixtures("_own_folder")
def test_nobody_there() -> None:
    with pytest.raises(StreamvoiceError, match="does not answer"):
        CliRunner().invoke(app, ["connect", "--port", "1"], catch_exceptions=False)
