"""The whole plugin on a port without an engine."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.client import connect

from engine.api import EMOTIONS, EmotionVector, InputError
from engine.testing import FakePort, FakeStage
from plugins.avatar import Avatar, AvatarSettings
from plugins.avatar.page import sprites as sprite_room
from plugins.avatar.performer import Performer
from plugins.avatar.trial import FACE_S, HELD_S
from tests.plugins.avatar.test_pack import BLINK, OPEN, SHUT, pictures

SMALL = {"width": 64, "height": 72, "port": 0}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setattr(sprite_room.platformdirs, "user_cache_dir", lambda *_: str(cache))


@asynccontextmanager
async def running(plugs_in: FakePort, **more: Any) -> AsyncIterator[None]:
    plugs_in.stage.at_s = plugs_in.stage.at_s or 0.01  # the voice is ready
    task = asyncio.create_task(Avatar(AvatarSettings(**{**SMALL, **more})).run(plugs_in))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(found: Callable[[], object], seconds: float = 40.0) -> None:
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.02)


def page_of(port: FakePort) -> str:
    """host:port of the page, once it is served."""
    return port.states[-1][1].partition("browser: http://")[2].partition("/")[0] if port.states else ""


async def test_a_missing_camera_leaves_the_page_alone() -> None:
    port = FakePort()
    async with running(port, camera_backend="nosuch"):
        await until(lambda: port.states and port.states[-1][0] == "connected" and "no camera" in port.states[-1][1])
        assert page_of(port)
        assert [what for what, _ in port.faults if "nosuch" in what]
        assert len(port.faults) == 1


async def test_a_taken_port_is_told_once_and_the_camera_goes_on() -> None:
    port = FakePort()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with running(port, outputs=("browser",), port=taken.getsockname()[1]):
            await until(lambda: port.faults)
            assert "is taken" in port.faults[0][0]
            assert port.states[-1] == ("failed", "browser: no page")


async def test_the_page_is_told_mouth_face_and_blink() -> None:
    stage = FakeStage()
    stage.say("We won!", 0.0, 100.0, emotion=EmotionVector(happy=1.0))
    stage.audio = (0.3 * np.sin(2 * np.pi * 200 * np.arange(48000) / 24000)).astype(np.float32)
    port = FakePort(stage)
    async with running(port, outputs=("browser",)):
        await until(lambda: page_of(port))
        stage.at_s = 1.0
        async with connect(f"ws://{page_of(port)}/avatar/poses", proxy=None) as page:
            assert list(json.loads(await page.recv())) == ["build"]
            async with asyncio.timeout(10):
                while (told := json.loads(await page.recv()))["show"] != "happy_open.png":
                    pass
                while (told := json.loads(await page.recv()))["open"] < 0.8:
                    pass
            assert set(told) == {"show", "tilt", "turn", "lift", "breath", "open"}
            stage.at_s = 50.0  # nothing sounds there
            async with asyncio.timeout(10):
                while not json.loads(await page.recv())["show"].startswith("happy_closed"):
                    pass


async def test_pages_from_elsewhere_get_nothing() -> None:
    port = FakePort()
    async with running(port, outputs=("browser",)):
        await until(lambda: page_of(port))
        with pytest.raises(Exception, match="403"):
            async with connect(f"ws://{page_of(port)}/avatar/poses", origin="http://evil.example", proxy=None):  # type: ignore[arg-type]
                pass


async def test_a_pack_on_the_page(tmp_path: Path) -> None:
    port = FakePort()
    (tmp_path / "me").mkdir()
    pictures(tmp_path / "me", idle=SHUT, talk=OPEN, blink=BLINK)
    (tmp_path / "me" / "sad.png").write_bytes(b"broken")
    async with running(port, outputs=("browser",), pack=str(tmp_path / "me")):
        await until(lambda: page_of(port))
        await until(lambda: port.faults)
        assert "sad.png" in port.faults[0][0]


async def test_a_pack_that_is_not_there_is_told(tmp_path: Path) -> None:
    port = FakePort()
    async with running(port, outputs=("browser",), pack=str(tmp_path / "nowhere")):
        await until(lambda: port.faults)
        assert "nowhere" in port.faults[0][0]
        await asyncio.sleep(0.3)
        assert len(port.faults) == 1


def shown(performer: Performer, stage: FakeStage, begin: float, seconds: float) -> list[Any]:
    poses = []
    for frame in range(int(seconds * 30)):
        stage.at_s = begin + frame / 30
        poses.append(performer.step(begin + frame / 30))
    return poses


def test_the_trial_shows_every_face_with_a_moving_mouth() -> None:
    stage = FakeStage()
    performer = Performer(AvatarSettings(), stage)
    assert "8 faces" in performer.trial.start()
    poses = shown(performer, stage, 5.0, FACE_S * 8 + 3)
    assert [face for face in dict.fromkeys(pose.face for pose in poses) if face != "neutral"] == list(EMOTIONS)
    assert max(pose.mouth_open for pose in poses) == 1.0
    assert {pose.mouth_wide > 0 for pose in poses} == {True, False}
    assert poses[-1].face == "neutral"
    assert poses[-1].mouth_open == 0.0


def test_one_face_is_held_and_the_mouth_goes_on() -> None:
    stage = FakeStage()
    performer = Performer(AvatarSettings(), stage)
    assert "angry" in performer.trial.hold(" Angry ")
    poses = shown(performer, stage, 1.0, HELD_S + 3)
    assert poses[60].face == "angry"
    assert poses[60].mouth_open == 0.0
    assert poses[-1].face == "neutral"
    with pytest.raises(InputError, match="joyous"):
        performer.trial.hold("joyous")


def test_strength_zero_is_a_poker_face() -> None:
    stage = FakeStage()
    stage.mood = EmotionVector(angry=1.0)
    assert {pose.face for pose in shown(Performer(AvatarSettings(strength=0.0), stage), stage, 0.0, 2.0)} == {"neutral"}


@pytest.mark.parametrize(
    "wrong",
    [{"background": "green"}, {"fps": 500}, {"width": 641}, {"outputs": ("cinema",)}, {"strength": -1.0}, {"more": 1}],
)
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        AvatarSettings(**wrong)
