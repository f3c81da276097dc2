"""From logits to scores to draws."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from indextts.errors import OptionError
from indextts.t2s.sampling import SamplingOptions, draw, keep_top_k, keep_top_p, penalise, process

logits = st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=30, unique=True).map(torch.tensor)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("top_p", 0.0),
        ("top_p", 1.1),
        ("top_p", math.nan),
        ("top_k", -1),
        ("temperature", 0.0),
        ("temperature", math.inf),
        ("length_penalty", math.nan),
        ("num_beams", 0),
        ("repetition_penalty", 0.0),
        ("max_mel_tokens", 0),
    ],
)
def test_options_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(OptionError, match=name):
        SamplingOptions(**{name: value})


def test_the_penalty_pushes_either_sign_down() -> None:
    scores = torch.tensor([[2.0, -2.0, 1.0]])
    seen = torch.tensor([[True, True, False]])
    assert penalise(scores, seen, 10.0).tolist() == [[pytest.approx(0.2), -20.0, 1.0]]


@given(logits, st.integers(1, 40))
def test_top_k_keeps_the_k_largest(scores: torch.Tensor, k: int) -> None:
    kept = keep_top_k(scores[None], k)[0].isfinite()
    assert sorted(scores[kept].tolist()) == sorted(scores.tolist())[-k:]


@given(logits, st.floats(0.01, 0.99), st.integers(1, 3))
def test_top_p_keeps_the_fewest_that_weigh_enough(scores: torch.Tensor, p: float, minimum: int) -> None:
    kept = keep_top_p(scores[None], p, minimum)[0].isfinite()
    share = scores.double().softmax(-1)
    assert kept.sum() >= minimum
    assert share[kept].min() >= share[~kept].max() if bool((~kept).any()) else True
    assert share[kept].sum() >= p - 1e-5
    if kept.sum() > minimum:
        assert share[kept].sum() - share[kept].min() <= p + 1e-5


def test_without_sampling_only_the_penalty_counts() -> None:
    options = SamplingOptions(do_sample=False, top_k=1, temperature=0.1, repetition_penalty=2.0)
    scores = process(torch.tensor([[1.0, 4.0, 3.0]]), torch.tensor([[False, True, False]]), options, minimum=1)
    assert scores.tolist() == [[1.0, 2.0, 3.0]]


def test_draws_follow_the_probabilities() -> None:
    share = torch.tensor([0.5, 0.3, 0.2, 0.0])
    source = torch.Generator().manual_seed(0)
    draws = [draw(share.log(), 1, torch.empty(4).exponential_(generator=source)).item() for _ in range(3000)]
    for index, expected in enumerate(share.tolist()):
        assert draws.count(index) / 3000 == pytest.approx(expected, abs=0.03)


def test_several_draws_are_distinct_and_prefer_the_possible() -> None:
    scores = torch.tensor([0.0, float("-inf"), -1e9, 0.0, -1e9])
    found = draw(scores, 4, torch.ones(5)).tolist()
    assert sorted(found) == [0, 2, 3, 4]
    assert set(found[:2]) == {0, 3}
