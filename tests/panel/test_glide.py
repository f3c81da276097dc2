import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.panel.glide import FALL_DB_PER_S, HOLD_S, Glide, Needle


def test_the_first_value_is_taken_at_once() -> None:
    assert Glide().move(0.7, 100.0) == 0.7


def test_a_bar_approaches_without_passing_and_arrives() -> None:
    glide = Glide()
    glide.move(0.0, 0.0)
    seen = [glide.move(1.0, 0.05 * n) for n in range(1, 40)]
    assert seen == sorted(seen)
    assert 0.2 < seen[0] < 0.4
    assert seen[-1] == 1.0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 10)), min_size=1))
def test_a_bar_stays_in_range_whatever_the_clock_does(moves) -> None:
    glide = Glide()
    assert all(0 <= glide.move(target, clock) <= 1 for target, clock in moves)


def test_the_needle_jumps_up_and_falls_slowly() -> None:
    needle = Needle()
    needle.move(-6.0, 0.0)
    assert (needle.level, needle.peak) == (-6.0, -6.0)
    needle.move(-90.0, 0.5)
    assert needle.level == pytest.approx(-6.0 - FALL_DB_PER_S * 0.5)


def test_the_peak_holds_then_falls() -> None:
    needle = Needle()
    needle.move(-6.0, 0.0)
    needle.move(-90.0, HOLD_S)
    assert needle.peak == -6.0
    needle.move(-90.0, HOLD_S + 0.5)
    assert needle.peak == pytest.approx(-6.0 - FALL_DB_PER_S * 0.5)
