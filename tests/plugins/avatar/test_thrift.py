"""What is left out of a picture is not missed: the pixels are those of a whole drawing, and nothing fast waits."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.api import EMOTIONS, EmotionVector
from plugins.avatar.camera.pixels import Packing
from plugins.avatar.camera.thrift import Thrift
from plugins.avatar.drawing.painter import DrawnPainter
from plugins.avatar.mouth import MouthShape
from plugins.avatar.pack.painter import PackPainter
from plugins.avatar.pose import Pose, feeling
from plugins.avatar.poser import Poser
from tests.plugins.avatar.test_pack import OPEN, SHUT, pictures

GREEN = 0xFF00FF00
SIZE = (160, 180)


def any_pose(chance: random.Random) -> Pose:
    def side() -> float:
        return chance.uniform(-1, 1)

    return Pose(
        mouth_wide=side(), tilt=side(), turn=side(), nod=side(), breath=chance.random(), bounce=chance.random(),
        time_s=chance.uniform(0, 100), feelings=feeling(chance.choice([*EMOTIONS, "neutral"])),
    )  # fmt: skip


def test_a_mouth_alone_is_drawn_as_in_a_whole_picture() -> None:
    chance, quick, whole = random.Random(1), DrawnPainter(*SIZE), DrawnPainter(*SIZE)
    for _ in range(60):
        pose = any_pose(chance)
        quick.paint(pose, GREEN)
        moved = replace(pose, mouth_open=chance.choice([0.3, 1.0]), mouth_wide=chance.choice([-1.0, 1.0]))
        seen = quick.paint(moved, GREEN)
        assert quick.rows.stop - quick.rows.start < SIZE[1] // 2
        whole.paint(Pose(time_s=-1.0), GREEN)
        apart = np.abs(seen.astype(int) - whole.paint(moved, GREEN)).max(axis=2)
        assert not apart[: quick.rows.start].any()
        assert not apart[quick.rows.stop :].any()
        assert (apart > 40).sum() <= 4, "smooth edges may differ where they are cut, a lip may not"


def test_what_stands_still_is_not_drawn(tmp_path: Path) -> None:
    pictures(tmp_path, idle=SHUT, talk=OPEN)
    for painter in (DrawnPainter(64, 72), PackPainter.of(str(tmp_path), 64, 72)):
        painter.paint(Pose(), GREEN)
        assert painter.rows == slice(0, 72)
        painter.paint(Pose(), GREEN)
        assert painter.rows == slice(0, 0)
        painter.paint(Pose(mouth_open=1.0, tilt=1.0), 0)
        assert painter.rows == slice(0, 72)


@pytest.mark.parametrize("alpha", [False, True])
def test_rows_that_changed_are_packed_into_the_rest(alpha: bool) -> None:
    painter, packing = DrawnPainter(64, 72), Packing(64, 72, alpha)
    packing.packed(painter.paint(Pose(), GREEN), painter.rows)
    for opening in (0.5, 1.0, 1.0, 0.0):
        pixels = painter.paint(Pose(mouth_open=opening), GREEN)
        assert np.array_equal(packing.packed(pixels, painter.rows), Packing(64, 72, alpha).packed(pixels))


def spoken(fps: int, seconds: float = 20.0) -> list[Pose]:
    poser = Poser(3)
    times = [frame / fps for frame in range(int(seconds * fps))]
    glad = EmotionVector(happy=0.9)
    return [
        poser.step(now, MouthShape(max(0.0, math.sin(12 * now))), glad if now > 5 else EmotionVector(), True)
        for now in times
    ]


def test_the_mouth_never_waits_and_nothing_jumps() -> None:
    asked = spoken(30)
    thrift = Thrift(30)
    drawn = [thrift.drawn(pose) for pose in asked]
    fresh = sum(one is other for one, other in zip(asked, drawn, strict=True))
    assert 0.45 * len(asked) < fresh < 0.75 * len(asked)
    for number, (pose, shown) in enumerate(zip(asked, drawn, strict=True)):
        assert (shown.mouth_open, shown.mouth_wide) == (pose.mouth_open, pose.mouth_wide)
        assert abs(shown.eyelids - pose.eyelids) < 0.02
        assert shown is pose or drawn[number - 1] is asked[number - 1], "never two in a row"
        for name in ("tilt", "turn", "nod", "breath", "bounce"):
            assert abs(getattr(shown, name) - getattr(pose, name)) < 0.25


def test_few_pictures_a_second_are_all_drawn() -> None:
    thrift = Thrift(15)
    assert all(thrift.drawn(pose) is pose for pose in spoken(15, 3.0))
