"""Behaviour over time: always in range, never a jump, blinks as people do."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.api import EMOTIONS, EmotionVector
from plugins.avatar.mouth import MouthShape
from plugins.avatar.pose import Pose, feeling
from plugins.avatar.poser import Poser

FASTEST = {
    "eyelids": 30.0, "gaze_x": 40.0, "gaze_y": 40.0, "brows": 6.0, "tilt": 4.0, "turn": 12.0, "nod": 12.0,
    "breath": 2.5, "bounce": 5.0,
}  # fmt: skip
"""The most that may change in a second."""


def watch(poser: Poser, seconds: float, fps: int = 60, start: float = 0.0, **doing: object) -> list[Pose]:
    opening = doing.get("mouth", lambda now: MouthShape())
    vector = doing.get("vector", lambda now: EmotionVector())
    times = [start + frame / fps for frame in range(int(seconds * fps))]
    return [poser.step(now, opening(now), vector(now), bool(doing.get("speaking"))) for now in times]


def steady(value: object) -> object:
    return lambda now: value


def blinks(poses: list[Pose], fps: int = 60) -> list[float]:
    shut = np.array([pose.eyelids < 0.3 for pose in poses])
    return [float(at) / fps for at in np.flatnonzero(shut[1:] & ~shut[:-1])]


@pytest.mark.parametrize("seed", range(3))
def test_blinks_come_as_people_blink(seed: int) -> None:
    at = blinks(watch(Poser(seed), 240, fps=30), fps=30)
    apart = np.diff(at)
    single = apart[apart > 1.0]
    assert 48 <= len(at) <= 88, "12 to 22 a minute"
    assert single.min() >= 3.0
    assert single.max() <= 6.6
    assert single.std() > 0.5, "irregular"
    assert 0 < np.sum(apart < 1.0) < 0.35 * len(at), "sometimes twice"


def test_seeds_differ_and_repeat() -> None:
    first, again, other = (watch(Poser(seed), 20) for seed in (1, 1, 2))
    assert first == again
    assert blinks(first) != blinks(other)


def test_a_new_feeling_makes_it_blink() -> None:
    poser = Poser(3)
    watch(poser, 3)
    sad = watch(poser, 1.0, start=3.0, vector=lambda now: EmotionVector(sad=1.0))
    assert blinks(sad)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 1000),
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(-1, 1), st.lists(st.floats(0, 1), min_size=8, max_size=8)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([10, 30, 60]),
    st.floats(0, 1e6),
)
def test_always_in_range_and_never_a_jump(seed: int, parts: list, fps: int, start: float) -> None:
    poser, last = Poser(seed, strength=1.3), None
    for number, (opening, wide, strengths) in enumerate(parts):
        vector = EmotionVector(*strengths)
        for pose in watch(
            poser, 0.5, fps, start + 0.5 * number, mouth=steady(MouthShape(opening, wide)),
            vector=steady(vector), speaking=opening > 0.1,
        ):  # fmt: skip
            assert_in_range(pose)
            if last is not None:
                for name, fastest in FASTEST.items():
                    assert abs(getattr(pose, name) - getattr(last, name)) <= fastest / fps + 0.02, name
                assert max(abs(new - old) for new, old in zip(pose.feelings, last.feelings, strict=True)) < 9.0 / fps
            last = pose


def assert_in_range(pose: Pose) -> None:
    for name in ("mouth_open", "eyelids", "breath", "bounce"):
        assert 0.0 <= getattr(pose, name) <= 1.0, name
    for name in ("mouth_wide", "gaze_x", "gaze_y", "brows", "tilt", "turn", "nod"):
        assert -1.0 <= getattr(pose, name) <= 1.0, name
    assert all(0.0 <= weight <= 1.0 for weight in pose.feelings)
    assert sum(pose.feelings) <= 1.0 + 1e-9


def test_time_that_stands_still_or_leaps_does_no_harm() -> None:
    poser = Poser()
    for now in (5.0, 5.0, 5.0, 4000.0, 4000.1, 1e9):
        assert_in_range(poser.step(now, MouthShape(1.0), EmotionVector(angry=1.0), True))


def test_feelings_arrive_within_half_a_second_and_leave() -> None:
    poser = Poser(strength=1.0)
    happy = watch(poser, 0.6, vector=lambda now: EmotionVector(happy=0.8))[-1]
    assert happy.feeling("happy") == pytest.approx(0.8, abs=0.05)
    assert happy.face == "happy"
    assert watch(poser, 2.0, start=0.6)[-1].face == "neutral"


def test_speech_moves_the_head() -> None:
    def talking(now: float) -> MouthShape:
        return MouthShape(max(0.0, np.sin(12 * now)))

    quiet, loud = watch(Poser(4), 20), watch(Poser(4), 20, mouth=talking, speaking=True)
    assert np.std([pose.nod for pose in loud]) > 1.3 * np.std([pose.nod for pose in quiet])
    assert max(pose.bounce for pose in loud) > 0.2 > max(pose.bounce for pose in quiet)


def test_it_breathes_in_a_few_seconds() -> None:
    breath = [pose.breath for pose in watch(Poser(), 38)]
    crossings = np.sum(np.diff(np.sign(np.array(breath) - 0.5)) > 0)
    assert 9 <= crossings <= 11


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8), st.floats(0, 1), st.floats(-1, 1))
def test_poses_cross_the_pipe(feelings: list[float], opening: float, tilt: float) -> None:
    pose = Pose(mouth_open=opening, tilt=tilt, time_s=1e6, feelings=tuple(feelings))
    assert Pose.unpack(pose.pack()) == pose
    assert len(pose.pack()) == 8 * (len(fields(Pose)) - 1 + len(EMOTIONS))


def test_weak_feelings_get_no_picture() -> None:
    assert Pose(feelings=feeling("angry", 0.1)).face == "neutral"
    assert Pose(feelings=feeling("angry", 0.6)).face == "angry"
