"""When a failed voice is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from engine.voices.fallback import FallbackSettings
from engine.voices.health import Health


def ill(failures, now, chance=1.0):
    health = Health(FallbackSettings(retry_s=2.0, retry_most_s=60.0), lambda: now[0], lambda: chance)
    pauses = [health.failed() for _ in range(failures)]
    return health, pauses


@given(failures=st.integers(1, 40), chance=st.floats(0, 1))
def test_pauses_double_up_to_a_ceiling_and_end(failures, chance):
    now = [0.0]
    health, pauses = ill(failures, now, chance)
    assert all(0.9 <= pause <= 66 for pause in pauses)
    assert not health.well
    assert not health.due
    now[0] = pauses[-1]
    assert health.due
    health.recovered()
    assert health.well
    assert not health.due


def test_the_series_begins_anew_after_a_success():
    health, pauses = ill(5, [0.0])
    health.recovered()
    assert health.failed() == pauses[0] == 2.0
    assert pauses[1:] == [4.4, 8.8, 17.6, 35.2]
