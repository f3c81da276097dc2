import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from indextts.errors import OptionError
from indextts.s2mel.solvers import SOLVERS, solve

ORDERS = {"euler": 1, "midpoint": 2, "heun": 2, "ab2": 2}  # forecast converges to 25 Euler steps instead


def error(solver, steps):
    """Of x' = cos(3 t) x from 1, against exp(sin(3) / 3)."""
    x = solve(lambda x, t: torch.cos(3 * t.double()) * x, torch.ones(1, dtype=torch.float64), solver, steps)
    return abs(float(x) - math.exp(math.sin(3) / 3))


@pytest.mark.parametrize("solver", ORDERS)
def test_order_of_convergence(solver):
    order = math.log2(error(solver, 12) / error(solver, 24))
    assert order > ORDERS[solver] - 0.4


@pytest.mark.parametrize(
    ("solver", "evaluations"), [("euler", 6), ("midpoint", 12), ("heun", 12), ("ab2", 7), ("forecast", 6)]
)
def test_evaluations_and_their_times(solver, evaluations):
    times = []

    def velocity(x, t):
        times.append(float(t))
        return torch.zeros_like(x)

    solve(velocity, torch.zeros(1), solver, 6)
    assert len(times) == evaluations
    assert times[0] == 0
    assert max(times) <= 1 + 1e-6


@pytest.mark.parametrize("solver", SOLVERS)
@given(steps=st.integers(1, 30), slope=st.floats(-5, 5))
def test_a_constant_velocity_is_followed_exactly(solver, steps, slope):
    end = solve(lambda x, t: torch.full_like(x, slope), torch.zeros(2), solver, steps)
    assert torch.allclose(end, torch.full((2,), slope), atol=1e-5)


def guided_mixture(seed):
    """The exact velocity of a flow to a mixture of Gaussians, guided; and noise to start from."""
    generator = torch.Generator().manual_seed(seed)

    def mixture(means, spread):
        def velocity(x, t):
            variance = (1 - t) ** 2 + (t * spread) ** 2
            off = x[:, None] - t * means
            weight = (-0.5 * off**2 / variance - 0.5 * variance.log()).sum(-1).softmax(-1)[..., None]
            return (weight * (means + (t * spread**2 - (1 - t)) / variance * off)).sum(1)

        return velocity

    means, spread = 2 * torch.randn(20, 16, generator=generator), torch.rand(20, 16, generator=generator) + 0.2
    wide, narrow = mixture(means, spread), mixture(means[:3], spread[:3] / 2)
    return lambda x, t: 1.7 * narrow(x, t) - 0.7 * wide(x, t), torch.randn(64, 16, generator=generator)


def test_ab2_with_eight_steps_beats_euler_with_25_on_known_flows():
    ratios = []
    for seed in range(9):
        velocity, noise = guided_mixture(seed)
        exact = solve(velocity, noise, "midpoint", 150)
        ab2, euler = (float((solve(velocity, noise, *how) - exact).norm()) for how in [("ab2", 8), ("euler", 25)])
        ratios.append(ab2 / euler)
    assert sorted(ratios)[4] < 0.6, ratios


@pytest.mark.parametrize(("solver", "steps"), [("rk45", 4), ("euler", 0)])
def test_bad_requests(solver, steps):
    with pytest.raises(OptionError):
        solve(lambda x, t: x, torch.zeros(1), solver, steps)
