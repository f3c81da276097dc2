from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.audio.generations import REMEMBERED, Generations


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), max_size=60))
def test_a_generation_is_stale_exactly_when_it_was_taken_back(moves: list[tuple[bool, int]]) -> None:
    generations, taken = Generations(), set()
    for single, generation in moves:
        if single:
            generations.cancel(generation)
            taken.add(generation)
        else:
            generations.cancel_before(generation)
            taken.update(range(generation))
        assert [g for g in range(-1, 61) if generations.stale(g)] == sorted(taken | {-1})


def test_memory_stays_bounded_and_nothing_comes_alive_again() -> None:
    generations = Generations()
    for generation in range(0, REMEMBERED * 6, 2):
        generations.cancel(generation)
    assert len(generations._cancelled) <= REMEMBERED
    assert all(generations.stale(g) for g in range(0, REMEMBERED * 6, 2))
    assert not generations.stale(REMEMBERED * 6 - 1)
