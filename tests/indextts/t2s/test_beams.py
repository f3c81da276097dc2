"""The bookkeeping of beams."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.t2s.beams import Beams, Candidate

STOP = 9


def test_a_stop_ranked_below_the_beams_does_not_count() -> None:
    beams = Beams(2, STOP, 0.0)
    beams.advance([Candidate(-1, 0, 3), Candidate(-2, 0, 4), Candidate(-3, 0, STOP), Candidate(-4, 0, 5)])
    assert beams.ended == []
    assert beams.sequences == [(3,), (4,)]


def test_beams_go_on_from_their_parents() -> None:
    beams = Beams(2, STOP, 0.0)
    beams.advance([Candidate(-1, 0, 3), Candidate(-2, 0, 4), Candidate(-8, 0, 1), Candidate(-9, 0, 2)])
    beams.advance([Candidate(-3, 1, 5), Candidate(-4, 1, 6), Candidate(-8, 0, 1), Candidate(-9, 0, 2)])
    assert beams.sequences == [(4, 5), (4, 6)]
    assert [beam.parent for beam in beams.living] == [1, 1]


def test_the_search_ends_when_nothing_open_can_win() -> None:
    beams = Beams(2, STOP, 0.0)
    beams.advance([Candidate(-1, 0, 3), Candidate(-2, 0, STOP), Candidate(-5, 0, 4), Candidate(-6, 0, 5)])
    assert not beams.done
    beams.advance([Candidate(-2.5, 0, 4), Candidate(-3, 0, STOP), Candidate(-6, 1, 5), Candidate(-7, 1, 6)])
    assert not beams.done  # two have ended, but an open one is better than the worse of them
    beams.advance([Candidate(-3.5, 0, 4), Candidate(-6, 1, 5), Candidate(-7, 1, 6), Candidate(-8, 1, 7)])
    assert beams.done
    assert beams.best().codes == ()
    assert beams.best().stopped


def test_open_beams_compete_at_the_limit() -> None:
    beams = Beams(2, STOP, 0.0)
    beams.advance([Candidate(-1, 0, 3), Candidate(-2, 0, STOP), Candidate(-5, 0, 4), Candidate(-6, 0, 5)])
    assert beams.best().codes == (3,)
    assert not beams.best().stopped


def test_the_penalty_divides_by_a_power_of_the_length() -> None:
    plain, normalised = Beams(1, STOP, 0.0), Beams(1, STOP, 1.0)
    for beams in (plain, normalised):
        beams.advance([Candidate(-1.0, 0, 3), Candidate(-2.0, 0, 4)])
        beams.advance([Candidate(-1.8, 0, STOP), Candidate(-4.0, 0, 4)])
    assert plain.best().score == -1.8
    assert normalised.best().score == pytest.approx(-0.9)


@given(st.integers(0, 10_000))
def test_beams_as_wide_as_the_tree_find_the_best_path(seed: int) -> None:
    """Independent slow formulation: every path of three codes out of four."""
    cost = [((seed * 31 + 17 * index) % 101) / 10 for index in range(12)]
    beams = Beams(64, STOP, 0.0)
    totals = [0.0] + [float("-inf")] * 63
    for depth in range(3):
        options = [
            Candidate(total - cost[4 * depth + code], parent, code)
            for parent, total in enumerate(totals)
            for code in range(4)
        ]
        beams.advance(options)
        totals = [beam.score for beam in beams.living]
    best = min(product(range(4), repeat=3), key=lambda path: sum(cost[4 * d + c] for d, c in enumerate(path)))
    expected = -sum(cost[4 * d + c] for d, c in enumerate(best))
    assert beams.best().score == pytest.approx(expected)
