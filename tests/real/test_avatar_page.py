"""The avatar's page in a real headless Chromium: transparent, in step with the mouth, back after a restart."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from engine.api import EmotionVector
from engine.testing import FakePort, FakeStage
from plugins.avatar import Avatar, AvatarSettings
from plugins.avatar.page import sprites as sprite_room
from tests.real.browser import browsing, required, until

pytestmark = pytest.mark.real

RATE = 24000
VOWEL = (0.3 * np.sin(2 * np.pi * 200 * np.arange(60 * RATE) / RATE)).astype(np.float32)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    required()
    place = tmp_path_factory.getbasetemp() / "avatar-cache"
    monkeypatch.setattr(sprite_room.platformdirs, "user_cache_dir", lambda *_: str(place))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(stage: FakeStage, number: int, width: int = 160) -> AsyncIterator[str]:
    port, stage.at_s = FakePort(stage), 0.01  # the voice is ready
    settings = AvatarSettings(outputs=("browser",), width=width, height=width * 9 // 8, port=number)
    task = asyncio.create_task(Avatar(settings).run(port))
    try:
        async with asyncio.timeout(60):
            while not port.states or port.states[-1][0] != "connected":
                await asyncio.sleep(0.02)
        yield f"http://127.0.0.1:{number}/avatar"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def talking(seconds: float = 60.0, **feelings: float) -> FakeStage:
    stage = FakeStage(RATE)
    stage.say("Aaah", 1.0, seconds, emotion=EmotionVector(**feelings))
    stage.audio = np.concatenate([np.zeros(RATE, np.float32), VOWEL])
    return stage


def shows(name: str) -> str:
    return f'document.body.dataset.show && document.body.dataset.show.replace("_blink", "") === "{name}.png"'


async def pixels(page: Any) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(await page.screenshot(omit_background=True))).convert("RGBA"))


async def test_it_speaks_feels_and_is_transparent() -> None:
    stage, asked, broken = talking(happy=1.0), [], []
    async with serving(stage, free_port()) as url, browsing() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 360})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda message: message.type == "error" and broken.append(message.text))
        await page.goto(url)
        await until(page, shows("neutral_closed"), 20)
        stage.at_s = 5.0
        await until(page, shows("happy_open"), 10)
        await asyncio.sleep(0.25)
        spoken = await pixels(page)
        assert not spoken[0, 0, 3]
        assert not spoken[180, 2, 3]
        assert spoken[-20:, 140:180, 3].min() == 255
        stage.audio = np.zeros(1, np.float32)
        await until(page, shows("happy_closed"), 5)
        await asyncio.sleep(0.25)
        quiet = await pixels(page)
        assert np.abs(quiet[180:250, 120:200].astype(int) - spoken[180:250, 120:200]).mean() > 3
    assert broken == []
    assert {urlsplit(one).netloc for one in asked} == {urlsplit(url).netloc}
    assert len([one for one in asked if one.endswith(".png")]) == 90


async def test_it_comes_back_when_the_engine_does() -> None:
    number = free_port()
    async with browsing() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 360})
        async with serving(talking(), number) as url:
            await page.goto(url)
            await until(page, "document.body.dataset.show", 20)
            await page.evaluate("window.kept = true")
        again = talking()
        async with serving(again, number):
            again.at_s = 5.0
            await until(page, shows("neutral_open"), 10)
            assert await page.evaluate("window.kept"), "the same avatar: nothing to load"
        stage, loaded = talking(sad=1.0), asyncio.ensure_future(page.wait_for_event("load"))
        async with serving(stage, number, width=64):
            await loaded
            await until(page, 'document.getElementById("figure").width === 64', 20)
            await until(page, shows("neutral_closed"), 10)
            stage.at_s = 5.0
            await until(page, shows("sad_open"), 10)


async def test_a_picture_of_the_page(tmp_path: Path) -> None:
    """Every face is drawn on the page as its file is, whatever the window's shape."""
    stage = talking()
    async with serving(stage, free_port()) as url, browsing() as browser:
        page = await browser.new_page(viewport={"width": 640, "height": 200})
        await page.goto(url)
        await until(page, shows("neutral_closed"), 20)
        await asyncio.sleep(0.1)
        seen = await pixels(page)
        columns = np.nonzero(seen[..., 3].any(axis=0))[0]
        assert 320 - 110 < columns.min() < 320 < columns.max() < 320 + 110, "in the middle, undistorted"
