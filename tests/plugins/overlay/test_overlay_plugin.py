"""The plugin over a real loopback connection, and its files."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from engine import events
from engine.api import PluginError
from engine.values import EMOTIONS
from plugins.overlay import Overlay, OverlaySettings
from plugins.overlay.audience import UNREAD, Audience
from plugins.overlay.pages import pages
from plugins.overlay.sample import TEXT, sample
from plugins.overlay.settings import Theme
from plugins.web import build
from tests.fakes.outputs import FakePort


@asynccontextmanager
async def serving(port: FakePort, **settings: Any) -> AsyncIterator[Overlay]:
    plugin = Overlay(OverlaySettings(port=0, **settings), environ={})
    task = asyncio.create_task(plugin.run(port))
    while not port.states:
        await asyncio.sleep(0.001)
    try:
        yield plugin
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def page(plugin: Overlay) -> connect:
    return connect(plugin.url.replace("http", "ws") + "live", proxy=None, close_timeout=0.5)


async def told(connection: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of a kind."""
    async with asyncio.timeout(5):
        while True:
            for message in json.loads(await connection.recv()):
                if message["type"] == kind:
                    return dict(message)


async def voice_becomes(connection: ClientConnection, state: str) -> None:
    while (await told(connection, "voice"))["state"] != state:
        pass


async def test_a_page_is_greeted_with_all_there_is() -> None:
    port = FakePort()
    port.stage.say("hello there", 0.0, 5.0)
    port.stage.at_s = 1.0
    async with serving(port, theme="comic", queue=3) as plugin, page(plugin) as connection:
        port.publish(
            events.Queued(t=0.0, turn_id=7, id="", author="ann", text="hi", kind="chat", priority=0, waiting=1)
        )
        hello, *rest = json.loads(await connection.recv())
        assert hello["options"] == {
            "theme": "comic", "rows": 2, "linger_s": 2.5, "queue": 3, "name": True, "status": True,
        }  # fmt: skip
        assert [message["type"] for message in rest] == ["voice", "sync", "queue"]
        assert (await told(connection, "passage"))["segments"] == [["hello", 0.0], " ", ["there", 2.5]]
    assert port.states[0] == ("connected", f"{plugin.url}, 0 pages")
    assert port.states[1] == ("connected", f"{plugin.url}, 1 page")


async def test_events_become_news() -> None:
    port = FakePort()
    async with serving(port) as plugin, page(plugin) as connection:
        await voice_becomes(connection, "loading")
        port.publish(events.Ready(t=0.0, voice="", sink="", seconds=0.0))
        await voice_becomes(connection, "live")
        port.stage.paused = True
        await voice_becomes(connection, "paused")
        port.publish(events.Controlled(t=0.0, do="mute"))
        await voice_becomes(connection, "muted")
        port.publish(events.Interrupted(t=0.0, turn_id=3, id="", reason="deleted", heard="the secret", last_sample=0))
        assert await told(connection, "cut") == {"type": "cut", "turn": 3}


async def test_the_state_at_the_start_is_asked_for() -> None:
    port = FakePort()
    port.answers["status"] = {"status": {"muted": True, "ready": True}}
    async with serving(port) as plugin, page(plugin) as connection:
        await voice_becomes(connection, "muted")


async def test_the_test_act_says_where_the_page_is_and_shows_a_sample() -> None:
    port = FakePort()
    async with serving(port) as plugin:
        assert plugin.url in port.acts["test"]("")
        async with page(plugin) as connection:
            await told(connection, "hello")
            assert port.acts["test"]("") == "Sample caption on 1 page."
            shown = await told(connection, "sample")
    assert "".join(part if isinstance(part, str) else part[0] for part in shown["segments"]) == TEXT


async def test_a_page_that_reads_nothing_is_told_everything_anew() -> None:
    greeted = 0

    def greeting() -> list[dict[str, Any]]:
        nonlocal greeted
        greeted += 1
        return [{"type": "hello", "n": greeted}]

    class Stuck:
        """Takes one message and then no more, until it is let go."""

        def __init__(self) -> None:
            self.got: list[str] = []
            self.free, self.closed = asyncio.Event(), asyncio.Event()

        async def send(self, text: str) -> None:
            self.got.append(text)
            await self.free.wait()

        async def wait_closed(self) -> None:
            await self.closed.wait()

    audience, stuck = Audience(greeting, lambda: None), Stuck()
    serving = asyncio.create_task(audience.serve(stuck))  # type: ignore[arg-type]  # as much of a connection as it needs
    await asyncio.sleep(0.01)
    for number in range(UNREAD * 3):
        audience.tell([{"type": "sync", "n": number}])
    stuck.free.set()
    await asyncio.sleep(0.05)
    assert len(stuck.got) <= UNREAD + 1
    greetings = [place for place, text in enumerate(stuck.got) if "hello" in text]
    assert len(greetings) == 2, "one at the start, one in place of what was forgotten"
    after = [json.loads(text)[0]["n"] for text in stuck.got[greetings[-1] + 1 :]]
    assert after == list(range(after[0], UNREAD * 3)), "what follows the greeting has no gap"
    stuck.closed.set()
    await serving
    assert len(audience) == 0


def test_it_is_never_open_without_a_token() -> None:
    with pytest.raises(PluginError, match="The overlay would be open to other machines"):
        Overlay(OverlaySettings(host="0.0.0.0"), environ={})
    Overlay(OverlaySettings(host="0.0.0.0"), environ={"STREAMVOICE_TOKEN": "x"})


def test_the_page_names_only_its_own_files_and_never_makes_markup() -> None:
    files = pages()
    everything = b"\n".join(one.body for one in files.values()).decode()
    assert not re.search(
        r"https?://|//cdn|@import|innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", everything
    )
    assert set(re.findall(r'(?:from|src=|href=)\s*"\.?/?([\w.]+\.(?:js|css))"', everything)) | {"index.html"} == {
        path.lstrip("/") or "index.html" for path in files
    }
    assert len(everything) < 40_000


def test_the_page_knows_every_feeling_and_theme() -> None:
    style, options = pages()["/overlay.css"].body.decode(), pages()["/options.js"].body.decode()
    for name in EMOTIONS:
        assert f'[data-feel="{name}"]' in style
    for theme in Theme.__args__:  # type: ignore[attr-defined]  # a Literal
        assert f'[data-theme="{theme}"]' in style
        assert f'"{theme}"' in options


def test_another_version_of_the_page_has_another_name() -> None:
    files = pages()
    assert build(files) == build(pages())
    assert build(files) != build({**files, "/overlay.js": files["/"]})


def test_the_sample_is_in_order() -> None:
    made = sample()
    times = [part[1] for part in made["segments"] if not isinstance(part, str)]
    assert times == sorted(times)
    assert made["seconds"] > times[-1]
