"""A feeling outlasts the rest between two clauses, and nothing that was taken back."""

from __future__ import annotations

import pytest

from engine.api import EmotionVector, Moment
from engine.testing import FakeStage
from plugins.lasting import lasting

MOOD = EmotionVector(calm=0.5)


@pytest.mark.parametrize(
    ("at_s", "linger_s", "shown"),
    [(0.5, 0.7, "calm"), (1.5, 0.7, "happy"), (2.3, 0.7, "happy"), (3.5, 0.7, "calm"), (1.5, 0.0, "happy")],
)
def test_it_lasts_a_while_and_then_gives_way(at_s: float, linger_s: float, shown: str) -> None:
    stage = FakeStage()
    stage.say("We won!", 1.0, 1.0, emotion=EmotionVector(happy=0.9))
    stage.at_s = at_s
    assert lasting(stage.moment(), linger_s, MOOD).top[0] == shown


def test_a_line_that_was_taken_back_leaves_no_feeling() -> None:
    stage = FakeStage()
    stage.say("We won!", 1.0, 1.0, emotion=EmotionVector(happy=0.9))
    stage.cut.add(1)
    stage.at_s = 1.5
    assert lasting(stage.moment(), 0.7, MOOD) == MOOD


def test_before_anything_was_said() -> None:
    assert lasting(Moment(0.0), 0.7, MOOD) == MOOD
