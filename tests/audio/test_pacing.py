from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.audio.pacing import RESYNC_S, Pacing


@given(st.lists(st.floats(0, 0.03), min_size=1, max_size=200))
def test_late_blocks_are_made_up_for_so_the_pace_never_drifts(delays: list[float]) -> None:
    now, pacing = 100.0, Pacing(0.01, 100.0)
    for number, delay in enumerate(delays):
        now += pacing.wait(now)
        assert now >= 100.0 + number * 0.01 - 1e-9
        now += delay if number % 4 == 0 else 0.0
    for _ in range(400):
        now += pacing.wait(now)
    assert abs(now - (100.0 + (len(delays) + 399) * 0.01)) < 1e-6


def test_a_long_sleep_is_forgotten_instead_of_rushed_after() -> None:
    pacing = Pacing(0.01, 0.0)
    pacing.wait(0.0)
    assert pacing.wait(RESYNC_S + 5.0) == 0.0
    assert 0.009 < pacing.wait(RESYNC_S + 5.0) < 0.011
