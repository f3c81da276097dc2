"""The camera's process through a driver of our own: size, format, pace, and what happens when something dies."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import statistics
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from engine.api import Backoff, PluginError
from engine.testing import FakePort
from plugins.avatar.board import Board
from plugins.avatar.camera.driver import Driver, advice
from plugins.avatar.camera.order import CameraOrder, Figures, Report, Running
from plugins.avatar.camera.output import CameraOutput, order_from
from plugins.avatar.camera.pace import Pace
from plugins.avatar.camera.pixels import Packing
from plugins.avatar.camera.process import show
from plugins.avatar.pose import Pose, feeling
from plugins.avatar.settings import AvatarSettings
from tests.plugins.avatar import memory_camera
from tests.plugins.avatar.memory_camera import BACKEND, frames, told

IMPORTS = memory_camera.__name__
QUICK = Backoff(first=0.05, start=0.05, ceiling=0.1)


class Poses:
    """A source of poses that ends after ``count`` frames; time passes only by waiting."""

    def __init__(self, count: int) -> None:
        self.pose, self.ended, self.now, self._left = Pose(), self, 0.0, count

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


def in_process(order: CameraOrder, count: int) -> tuple[list[Report], Poses]:
    reports: list[Report] = []
    poses = Poses(count)
    show(order, poses, reports.append, clock=lambda: poses.now)  # type: ignore[arg-type]
    return reports, poses


@pytest.mark.parametrize(
    ("background", "form", "channels", "corner"),
    [(0xFF102030, "BGR", 3, [0x30, 0x20, 0x10]), (0xFF00FF00, "BGR", 3, [0, 255, 0]), (0, "RGBA", 4, [0, 0, 0, 0])],
)
def test_size_format_and_background(
    tmp_path: Path, background: int, form: str, channels: int, corner: list[int]
) -> None:
    log = tmp_path / "log"
    order = CameraOrder(128, 144, 30, background, str(log), BACKEND)
    reports, poses = in_process(order, 5)
    assert reports == [Running(str(log))]
    assert told(log)[0]["opened"] == [128, 144, 30, form]
    assert told(log)[-1] == {"closed": True}
    sent = frames(log)
    assert len(sent) == 5
    assert {(tuple(one["shape"]), one["dtype"]) for one in sent} == {((128 * 144 * channels,), "uint8")}
    assert all(one["corner"][:channels] == corner for one in sent)
    assert poses.now == pytest.approx(5 / 30)


def test_figures_are_reported(tmp_path: Path) -> None:
    reports, _ = in_process(CameraOrder(64, 72, 30, device=str(tmp_path / "log"), backend=BACKEND), 200)
    assert next(report for report in reports if isinstance(report, Figures)).frames == pytest.approx(150, abs=2)


def test_the_pace_is_even_and_what_is_missed_is_missed() -> None:
    pace, now, starts = Pace(30, 0.0), 0.0, []
    for work in (0.01, 0.02, 0.005, 0.2, 0.01, 0.01):
        starts.append(now)
        now += work
        now += pace.wait_s(now)
    assert starts[1:4] == pytest.approx([1 / 30, 2 / 30, 3 / 30])
    assert pace.late == 1
    assert starts[5] - starts[4] == pytest.approx(1 / 30)


def test_alpha_is_kept_for_cameras_that_have_it() -> None:
    from plugins.avatar.drawing.painter import DrawnPainter

    pixels = DrawnPainter(64, 72).paint(Pose())
    rgba = Packing(64, 72, alpha=True).packed(pixels)
    assert rgba.shape == (72, 64, 4)
    assert (rgba[..., 3] == pixels[..., 3]).all()
    assert (rgba[..., 0] == pixels[..., 2]).all()


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (CameraOrder(backend="nosuch"), "nosuch"),
        (CameraOrder(device="busy", backend=BACKEND), "The device is busy"),
        (CameraOrder(background=0), "unitycapture"),
    ],
)
def test_no_camera_is_one_clear_sentence(order: CameraOrder, said: str) -> None:
    with pytest.raises(PluginError, match=said) as caught:
        Driver(order)
    assert caught.value.fix
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("platform", "said"), [("win32", "OBS"), ("darwin", "extension"), ("linux", "v4l2loopback")])
def test_each_system_has_its_advice(platform: str, said: str) -> None:
    assert said in advice(platform)


def test_orders_from_settings() -> None:
    assert order_from(AvatarSettings(background="#112233")).background == 0xFF112233
    assert order_from(AvatarSettings(background="transparent")).background == 0


async def until(found: Callable[[], object], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.02)


async def with_camera(device: str, work: Callable[[FakePort, CameraOutput], Awaitable[None]], **more: object) -> None:
    settings = AvatarSettings(width=64, height=72, camera_backend=BACKEND, camera_device=device, **more)
    output, port = CameraOutput(settings, IMPORTS, QUICK), FakePort()
    task = asyncio.create_task(output.run(port, Board(port, ["camera"])))
    try:
        await work(port, output)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_process_of_its_own_shows_the_latest_pose(tmp_path: Path) -> None:
    log = tmp_path / "log"

    async def work(port: FakePort, output: CameraOutput) -> None:
        await until(lambda: len(frames(log)) > 5)
        assert told(log)[0]["pid"] != os.getpid()
        assert port.states[-1] == ("connected", f"camera: {log} 64x72 at 60/s")
        before = frames(log)[-1]["sum"]
        for _ in range(500):  # far more than it can draw: the pipe must not fill, the last must win
            output.show(Pose(mouth_open=0.1))
        output.show(Pose(mouth_open=1.0, feelings=feeling("surprised")))
        await until(lambda: frames(log)[-1]["sum"] != before)
        await until(lambda: len({one["sum"] for one in frames(log)[-5:]}) == 1)
        count = len(frames(log))
        await until(lambda: len(frames(log)) >= count + 30)
        times = [one["t"] for one in frames(log)[count:]]
        assert statistics.median(b - a for a, b in itertools.pairwise(times)) == pytest.approx(1 / 60, rel=0.2)

    await with_camera(str(log), work, fps=60)


async def test_it_ends_with_its_parent_and_lets_go_of_the_camera(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pids = []

    async def work(port: FakePort, output: CameraOutput) -> None:
        await until(lambda: frames(log))
        pids.append(told(log)[0]["pid"])

    await with_camera(str(log), work)
    assert told(log)[-1] == {"closed": True}
    await until(lambda: not alive(pids[0]), 5)


async def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log"

    async def work(port: FakePort, output: CameraOutput) -> None:
        for round_ in range(1, 3):
            await until(lambda count=round_: len([line for line in told(log) if "opened" in line]) == count)
            await until(lambda: port.states[-1][0] == "connected")
            os.kill(
                [line for line in told(log) if "opened" in line][-1]["pid"], getattr(signal, "SIGKILL", signal.SIGTERM)
            )
            await until(lambda: port.states[-1][0] != "connected")
        await until(lambda: port.states[-1][0] == "connected")
        assert port.faults == [("The avatar's camera process ended.", "It is started again.")] * 2

    await with_camera(str(log), work)


async def test_a_camera_that_is_not_there_is_told_once_and_tried_again_on_request(tmp_path: Path) -> None:
    async def work(port: FakePort, output: CameraOutput) -> None:
        await until(lambda: port.faults)
        assert port.states[-1][0] == "failed"
        process = output.link.process
        await asyncio.sleep(0.2)
        assert output.link.process is process, "no retry storm"
        assert port.acts["camera"]("")
        await until(lambda: output.link.process is not process)
        await until(lambda: port.states[-1][0] == "failed")
        assert len(port.faults) == 1
        assert "busy" in port.faults[0][0]

    await with_camera("busy", work)


def alive(pid: int) -> bool:
    import psutil

    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
