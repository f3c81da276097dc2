"""The drawn avatar: transparent around, every part in its place, every face its own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.api import EMOTIONS
from plugins.avatar.drawing.painter import DrawnPainter
from plugins.avatar.faces import FACES as FACE_NUMBERS
from plugins.avatar.faces import NEUTRAL, blended
from plugins.avatar.painters import Pixels
from plugins.avatar.pose import NO_FEELING, Pose, feeling

WIDTH, HEIGHT = 320, 360


@pytest.fixture(scope="module")
def painter() -> DrawnPainter:
    return DrawnPainter(WIDTH, HEIGHT)


def painted(painter: DrawnPainter, background: int = 0, **pose: object) -> Pixels:
    pose.setdefault("breath", 0.5)
    return painter.paint(Pose(**pose), background).copy()  # type: ignore[arg-type]


def changed(one: Pixels, other: Pixels) -> np.ndarray:
    return np.abs(one.astype(int) - other).max(axis=-1) > 24


def test_corners_are_transparent_and_the_figure_is_not(painter: DrawnPainter) -> None:
    pixels = painted(painter)
    assert not pixels[0, :, 3].any()
    assert not pixels[[0, 0, 200, 200], [0, -1, 0, -1], 3].any()
    assert (pixels[-1, WIDTH // 2 - 60 : WIDTH // 2 + 60, 3] == 255).all(), "it reaches the lower edge"
    assert 0.35 < (pixels[..., 3] == 255).mean() < 0.75
    assert (pixels[..., :3] <= pixels[..., 3:]).all(), "premultiplied"


@pytest.mark.parametrize(
    "pose", [{}, {"tilt": 1.0, "turn": 1.0}, {"tilt": -1.0, "nod": 1.0}, {"bounce": 1.0, "nod": -1.0}]
)
@pytest.mark.parametrize("name", EMOTIONS)
def test_no_pose_leaves_the_picture(painter: DrawnPainter, pose: dict[str, float], name: str) -> None:
    pixels = painted(painter, feelings=feeling(name), **pose)
    assert not pixels[0, :, 3].any(), "the top edge stays free"
    assert not pixels[: HEIGHT // 2, (0, -1), 3].any()
    assert (pixels[-1, WIDTH // 2 - 60 : WIDTH // 2 + 60, 3] == 255).all(), "no gap opens below"


@pytest.mark.parametrize("name", ["neutral", *EMOTIONS])
def test_the_mouth_changes_only_the_mouth(painter: DrawnPainter, name: str) -> None:
    shut = painted(painter, feelings=feeling(name))
    wide_open = painted(painter, feelings=feeling(name), mouth_open=1.0)
    rows, columns = np.nonzero(changed(shut, wide_open))
    assert len(rows) > 150
    assert rows.min() > 0.52 * HEIGHT
    assert rows.max() < 0.68 * HEIGHT
    assert columns.min() > 0.4 * WIDTH
    assert columns.max() < 0.6 * WIDTH


def test_the_further_open_the_more_is_dark(painter: DrawnPainter) -> None:
    shut = painted(painter)
    areas = [changed(shut, painted(painter, mouth_open=opening)).sum() for opening in (0.2, 0.4, 0.6, 0.8, 1.0)]
    assert areas == sorted(areas)
    assert areas[-1] > 2 * areas[0]


def test_vowels_look_different(painter: DrawnPainter) -> None:
    def width(wide: float) -> int:
        blue, green, red, _ = np.moveaxis(painted(painter, mouth_open=0.8, mouth_wide=wide).astype(int), -1, 0)
        lips = (red > 110) & (green < 80) & (blue < 90)
        return int(np.ptp(np.nonzero(lips[200:240, 120:200])[1]))

    assert width(-1.0) < width(0.0) < width(1.0)


@pytest.mark.parametrize("name", ["neutral", "angry", "sad", "surprised", "afraid"])
def test_blinks_change_only_the_eyes(painter: DrawnPainter, name: str) -> None:
    rows, _columns = np.nonzero(
        changed(painted(painter, feelings=feeling(name)), painted(painter, feelings=feeling(name), eyelids=0.0))
    )
    assert len(rows) > 300
    assert rows.min() > 0.34 * HEIGHT
    assert rows.max() < 0.56 * HEIGHT


def test_every_face_is_its_own(painter: DrawnPainter) -> None:
    pictures = {name: painted(painter, feelings=feeling(name)) for name in ("neutral", *EMOTIONS)}
    face = (slice(int(0.3 * HEIGHT), int(0.68 * HEIGHT)), slice(int(0.28 * WIDTH), int(0.72 * WIDTH)))
    for one, other in itertools.combinations(pictures, 2):
        assert changed(pictures[one][face], pictures[other][face]).mean() > 0.02, (one, other)


def test_faces_mix_without_a_jump(painter: DrawnPainter) -> None:
    last = painted(painter)
    for step in range(1, 21):
        weight = step / 20
        now = painted(painter, feelings=feeling("happy", weight))
        assert changed(last, now).mean() < 0.05
        last = now


def test_nothing_is_chroma_green(painter: DrawnPainter) -> None:
    for name in ("neutral", *EMOTIONS):
        blue, green, red, alpha = np.moveaxis(
            painted(painter, feelings=feeling(name), mouth_open=0.7).astype(int), -1, 0
        )
        keyed = (alpha > 0) & (green > 80) & (green > 1.25 * red) & (green > 1.25 * blue)
        assert not keyed.any(), name


@pytest.mark.parametrize(("width", "height"), [(64, 64), (640, 360), (180, 540), (641, 33)])
def test_any_size(width: int, height: int) -> None:
    pixels = DrawnPainter(width, height).paint(Pose(), 0xFF102030)
    assert pixels.shape == (height, width, 4)
    assert tuple(pixels[0, 0]) == (0x30, 0x20, 0x10, 255)
    assert (pixels[..., 3] == 255).all()
    assert pixels[..., 0].std() > 20


def test_slow_breath_has_no_steps() -> None:
    painter = DrawnPainter(WIDTH, HEIGHT)
    moved = [painted(painter, breath=0.5 + 0.05 * step) for step in range(5)]
    assert all((one != other).any() for one, other in itertools.pairwise(moved))


def test_neutral_is_no_feeling() -> None:
    assert blended(NO_FEELING) == NEUTRAL
    assert set(FACE_NUMBERS) == set(EMOTIONS)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=8, max_size=8), st.floats(0, 1), st.floats(-1, 1), st.floats(0, 1),
    st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1e7),
)  # fmt: skip
def test_any_pose_can_be_drawn(
    weights: list[float], opening: float, wide: float, lids: float, x: float, y: float, now: float
) -> None:
    total = max(1.0, sum(weights))
    pose = Pose(opening, wide, lids, x, y, x, y, x, y, lids, opening, now, tuple(weight / total for weight in weights))
    pixels = SMALL.paint(pose)
    assert pixels[-2, 64, 3] == 255
    assert not pixels[0, 0, 3]


SMALL = DrawnPainter(128, 144)
