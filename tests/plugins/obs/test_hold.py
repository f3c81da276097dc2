"""Looks last their minimum time and always come back to the usual one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.values import EmotionVector
from plugins.obs.hold import USUAL, Holder, wanted_look

LOOKS = st.sampled_from([USUAL, "happy", "sad", "angry"])
STEPS = st.lists(st.tuples(LOOKS, st.floats(0.0, 5.0)), max_size=60)


@given(STEPS, st.floats(0.0, 8.0))
def test_no_look_is_shorter_than_the_hold_and_the_usual_one_returns(
    steps: list[tuple[str, float]], hold_s: float
) -> None:
    holder, now, changes = Holder(hold_s), 100.0, []
    for wanted, passed in steps:
        now += passed
        if holder.update(wanted, now):
            changes.append(now)
            assert holder.current == wanted
    assert all(later - earlier >= hold_s for earlier, later in pairwise(changes))
    holder.update(USUAL, now + hold_s + 0.01)
    assert holder.current == USUAL


@given(LOOKS, st.integers(1, 50))
def test_the_same_wish_again_changes_nothing(wanted: str, times: int) -> None:
    holder = Holder(1.0)
    assert sum(holder.update(wanted, at * 10.0) for at in range(times)) == (wanted != USUAL)


def test_only_mapped_feelings_that_are_strong_enough_count() -> None:
    felt = EmotionVector(happy=0.9, sad=0.5, calm=0.2)
    assert wanted_look(felt, {"happy", "sad"}, 0.35) == "happy"
    assert wanted_look(felt, {"sad", "calm"}, 0.35) == "sad"
    assert wanted_look(felt, {"calm"}, 0.35) == USUAL
    assert wanted_look(EmotionVector(), {"happy"}, 0.35) == USUAL
