"""Sharing samples out: exact in the sum, fair in the parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.durations import largest_remainder, share_out

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


@given(total=st.integers(0, 10**8), weights=WEIGHTS)
def test_shares_add_up_exactly_and_are_proportional(total: int, weights: list[float]) -> None:
    shares = largest_remainder(total, weights)
    assert sum(shares) == total
    assert all(share >= 0 for share in shares)
    if sum(weights) > 0:
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share - total * weight / sum(weights)) <= 1.0 + 1e-6 * total


def test_speech_and_pauses_stretch_alike() -> None:
    assert share_out(2000, [600, 300], [100, 0]) == [(1200, 200), (600, 0)]


def test_nothing_to_share_is_nothing() -> None:
    assert share_out(100, [], []) == []
