"""The page server over real loopback connections, and who it lets in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from engine.api import PluginError
from plugins.web import Page, PageServer, packaged
from plugins.web.admission import HOST, host_of, may_call_us, may_connect
from plugins.web.headers import content_policy

PAGES = {
    "/": Page(b"<!doctype html>hello", "text/html; charset=utf-8"),
    "/a.js": Page(b"1", "text/javascript", guarded=False),
}
TOKEN = {"STREAMVOICE_TOKEN": "sesame"}


async def echo(connection: ServerConnection) -> None:
    async for frame in connection:
        await connection.send(frame)


@asynccontextmanager
async def serving(host: str = "127.0.0.1", **options: object) -> AsyncIterator[PageServer]:
    environ = options.pop("environ", {})
    async with PageServer(host, 0, PAGES, {"/live": echo}, environ=environ, **options) as server:  # type: ignore[arg-type]
        yield server


def port_of(server: PageServer) -> int:
    return urlsplit(server.url).port or 0


async def ask(server: PageServer, request: bytes) -> tuple[int, dict[str, str], bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
    writer.write(request)
    head, _, body = (await asyncio.wait_for(reader.read(), 5)).partition(b"\r\n\r\n")
    writer.close()
    lines = head.decode().split("\r\n")
    return int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:]), body


def get(path: str, host: str = "127.0.0.1", method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode()


def ws(server: PageServer, path: str = "/live", **options: object) -> connect:
    return connect(f"ws://127.0.0.1:{port_of(server)}{path}", proxy=None, close_timeout=0.5, **options)  # type: ignore[arg-type]


async def test_a_page_comes_with_headers_that_keep_everything_else_out() -> None:
    async with serving() as server:
        host = f"127.0.0.1:{port_of(server)}"
        status, headers, body = await ask(server, get("/?theme=comic", host))
    assert (status, body) == (200, b"<!doctype html>hello")
    policy = headers["Content-Security-Policy"]
    assert f"connect-src 'self' ws://{host};" in policy
    assert "default-src 'none'; script-src 'self';" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


async def test_head_has_the_length_and_no_body() -> None:
    async with serving() as server:
        status, headers, body = await ask(server, get("/", method="HEAD"))
    assert (status, headers["Content-Length"], body) == (200, str(len(PAGES["/"].body)), b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
async def test_other_methods_are_refused(method: str) -> None:
    async with serving() as server:
        status, headers, _ = await ask(server, get("/", method=method))
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%5cx", "/etc/passwd", "//etc/passwd", "/a.js/", "/A.JS",
     "/\x00", "/plugins/web/page.py", "file:///etc/passwd", "http://[", "*", "/a.js%00.html", "/./a.js"],
)  # fmt: skip
async def test_no_path_leads_to_a_file(path: str) -> None:
    async with serving() as server:
        status, _, body = await ask(server, get(path))
    assert status == 404
    assert body == b"There is no such page.\n"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", "", "x y", "127.0.0.1@e"],
)
async def test_a_strange_name_for_this_machine_is_refused(host: str) -> None:
    async with serving() as server:
        status, _, _ = await ask(server, get("/", host))
        assert status == 421
        with pytest.raises((InvalidStatus, ConnectionClosed)):
            async with ws(server, additional_headers={"Host": host}):
                pass


async def test_two_hosts_or_none_are_refused() -> None:
    async with serving() as server:
        assert (await ask(server, b"GET / HTTP/1.1\r\n\r\n"))[0] == 421
        assert (await ask(server, get("/", more="Host: localhost\r\n")))[0] == 421


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [(None, True), ("http://localhost:8720", True), ("https://evil.example", False), ("null", False),
     ("http://127.0.0.1.evil.example", False), ("file://", False)],
)  # fmt: skip
async def test_only_local_pages_open_a_socket(origin: str | None, let_in: bool) -> None:
    async with serving() as server:
        if not let_in:
            with pytest.raises(InvalidStatus, match="403"):
                async with ws(server, origin=origin):
                    pass
            return
        async with ws(server, origin=origin) as connection:
            await connection.send("x")
            assert await connection.recv() == "x"
            assert server.clients == 1


async def test_beyond_loopback_the_token_opens_pages_and_sockets_and_scripts_need_none() -> None:
    async with serving("0.0.0.0", environ=TOKEN) as server:
        host = f"192.168.7.7:{port_of(server)}"
        assert (await ask(server, get("/", host)))[0] == 401
        assert (await ask(server, get("/?token=wrong", host)))[0] == 401
        assert (await ask(server, get("/?token=sesame", host)))[0] == 200
        assert (await ask(server, get("/a.js", host)))[0] == 200
        with pytest.raises(InvalidStatus, match="401"):
            async with ws(server):
                pass
        async with ws(server, "/live?token=sesame", origin=f"http://127.0.0.1:{port_of(server)}"):
            pass


async def test_it_is_never_open_without_a_token() -> None:
    with pytest.raises(PluginError, match=r"The page would be open to other machines on '0\.0\.0\.0'"):
        PageServer("0.0.0.0", 0, PAGES, {}, environ={})


async def test_a_taken_port_is_said_in_one_line() -> None:
    async with serving() as server:
        with pytest.raises(PluginError, match=f"Port {port_of(server)} is taken on 127.0.0.1"):
            async with PageServer("127.0.0.1", port_of(server), PAGES, {}, environ={}):
                pass


async def test_leaving_closes_sockets_and_frees_the_port() -> None:
    async with serving() as server:
        number = port_of(server)
        connection = await ws(server)
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(connection.recv(), 5)
    async with PageServer("127.0.0.1", number, PAGES, {}, environ={}) as again:
        assert port_of(again) == number


async def test_a_handler_that_fails_harms_nobody_else() -> None:
    async def broken(connection: ServerConnection) -> None:
        raise RuntimeError

    async with PageServer("127.0.0.1", 0, PAGES, {"/live": echo, "/broken": broken}, environ={}) as server:
        async with ws(server, "/broken") as connection:
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(connection.recv(), 5)
        async with ws(server) as connection:
            await connection.send("still here")
            assert await connection.recv() == "still here"


def test_files_of_a_package_become_pages() -> None:
    with pytest.raises(FileNotFoundError):
        packaged("plugins.web", "absent.html")
    with pytest.raises(KeyError):
        packaged("plugins.web", "page.py")


@given(st.text(max_size=40))
def test_a_host_never_writes_into_the_policy(text: str) -> None:
    headers = Headers()
    try:
        headers["Host"] = text
    except WebSocketException:
        return
    host = host_of(headers)
    if host:
        assert HOST.fullmatch(host)
        assert not set(content_policy(host)[len("default-src 'none'") :]) & set('\r\n"\\')
        assert content_policy(host).count(";") == content_policy("localhost").count(";")


def test_local_names_are_exact() -> None:
    assert may_call_us("127.0.0.1:8720", local=True)
    assert may_call_us("[::1]:8720", local=True)
    assert may_call_us("LOCALHOST", local=True)
    assert not may_call_us("127.0.0.1.example", local=True)
    assert may_call_us("gaming-pc:8720", local=False)


def test_beyond_loopback_our_own_page_may_connect() -> None:
    assert may_connect(Headers(Origin="http://pc:8720"), "pc:8720", local=False)
    assert not may_connect(Headers(Origin="http://pc:8720"), "pc:8720", local=True)
    assert not may_connect(Headers(Origin="http://evil.example"), "pc:8720", local=False)


async def test_more_pages_than_there_is_room_for_are_refused_until_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.web.server.MOST_CONNECTIONS", 3)
    async with serving() as server:
        pages = [await ws(server) for _ in range(3)]
        with pytest.raises(InvalidStatus, match="503"):
            await ws(server)
        await pages.pop().close()
        async with asyncio.timeout(5):
            while server.clients > 2:
                await asyncio.sleep(0.005)
        pages.append(await ws(server))
        for page in pages:
            await page.close()


async def test_a_page_that_shouts_is_sent_away_and_disturbs_nobody() -> None:
    async with serving() as server, ws(server) as quiet:
        loud = await ws(server)
        await loud.send("x" * 5000)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(loud.recv(), 5)
        await quiet.send("still here")
        assert await asyncio.wait_for(quiet.recv(), 5) == "still here"
