"""The socket against a real browser: its own pages may drive the voice, a page from elsewhere may not."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from plugins.socket import Socket, SocketSettings
from tests.plugins.ports import FakePort

pytestmark = pytest.mark.real

_PAGE = """<!doctype html><script>
const told = what => fetch("/told/" + what);
const socket = new WebSocket("%s");
socket.onopen = () => { socket.send("from a page"); socket.send('{"do": "skip"}'); };
socket.onmessage = event => told(JSON.parse(event.data).type);
socket.onerror = () => told("refused");
</script>"""


class Site:
    """A web site with one page; ``told`` is what the page's script reported."""

    def __init__(self, page: str) -> None:
        self.port = 0
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self._page = page.encode()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readline()).split(b" ")[1].decode()
        if path.startswith("/told/"):
            self.told.put_nowait(path.removeprefix("/told/"))
        head = ("HTTP/1.1 200 OK", "Content-Type: text/html", f"Content-Length: {len(self._page)}", "Connection: close")
        writer.write("\r\n".join((*head, "", "")).encode() + self._page)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def site(page: str) -> AsyncIterator[Site]:
    place = Site(page)
    server = await asyncio.start_server(place.answer, "127.0.0.1", 0)
    place.port = server.sockets[0].getsockname()[1]
    async with server:
        yield place


@asynccontextmanager
async def browsing(url: str, profile: Path) -> AsyncIterator[None]:
    found = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
    if found is None:
        if not os.environ.get("CI"):
            pytest.skip("no Chromium (apt-get install chromium)")
        pytest.fail("CI needs Chromium")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-first-run"]
    rules = "--host-resolver-rules=MAP *.example 127.0.0.1"
    quiet = asyncio.subprocess.DEVNULL
    browser = await asyncio.create_subprocess_exec(
        found, *options, rules, "--no-proxy-server", url, stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        yield
    finally:
        browser.terminate()
        await asyncio.wait_for(browser.wait(), 20)


@asynccontextmanager
async def socket(port: FakePort) -> AsyncIterator[str]:
    plugin = Socket(SocketSettings(port=0), environ={})
    task = asyncio.create_task(plugin.run(port))
    await port.until(lambda: bool(plugin.url))
    try:
        yield plugin.url
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("host", "outcome"), [("127.0.0.1", "reply"), ("localhost", "reply"), ("evil.example", "refused")]
)
async def test_where_the_page_comes_from_decides(host: str, outcome: str, tmp_path: Path) -> None:
    port = FakePort()
    async with socket(port) as url, site(_PAGE % url) as place, browsing(f"http://{host}:{place.port}/", tmp_path):
        assert await asyncio.wait_for(place.told.get(), 60) == outcome
    assert [message.text for message in port.messages] == (["from a page"] if outcome == "reply" else [])
    assert len(port.commands) == (outcome == "reply")
