import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.s2mel.forecast import EVALUATED, RELEASED_STEPS, evaluated
from indextts.s2mel.solvers import solve
from tests.indextts.s2mel.test_solvers import guided_mixture


@given(st.integers(1, 60))
def test_the_first_step_is_evaluated_and_the_last_and_none_twice(count):
    steps = max(count, RELEASED_STEPS)
    places = evaluated(count, steps)
    assert len(set(places)) == count
    assert list(places) == sorted(places)
    assert places[0] == 0
    assert places[-1] == (steps - 1 if count > 1 else 0)
    assert all(len(EVALUATED[known]) == known for known in EVALUATED)


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 24), slope=st.floats(-3, 3), shift=st.floats(-3, 3))
def test_it_is_euler_where_the_data_headed_for_changes_linearly(count, slope, shift):
    """With one evaluation where it does not change at all."""
    slope = slope if count > 1 else 0.0

    def velocity(x, t):
        return (shift + slope * t.double() - x) / (1 - t.double())

    x = torch.linspace(-2, 2, 5, dtype=torch.float64)
    # The first stretch is predicted from one evaluation, and corrected only once there is a second.
    torch.testing.assert_close(
        solve(velocity, x, "forecast", count), solve(velocity, x, "euler", RELEASED_STEPS), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize("count", [25, 40])
def test_with_all_evaluated_it_is_euler(count):
    velocity, noise = guided_mixture(0)
    torch.testing.assert_close(
        solve(velocity, noise, "forecast", count), solve(velocity, noise, "euler", count), rtol=1e-4, atol=1e-4
    )


def test_ten_evaluations_are_nearer_to_25_euler_steps_than_twenty_are():
    ratios = []
    for seed in range(30, 37):
        velocity, noise = guided_mixture(seed)
        released = solve(velocity, noise, "euler", 25)
        few, many = (solve(velocity, noise, *how) - released for how in [("forecast", 10), ("euler", 20)])
        ratios.append(float(few.norm(dim=1).median() / many.norm(dim=1).median()))
    assert sorted(ratios)[3] <= 1, ratios
