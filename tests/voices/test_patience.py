"""How long a voice is waited for."""

from hypothesis import given
from hypothesis import strategies as st

from engine.voices.fallback import FallbackSettings
from engine.voices.patience import Patience

LIMITS = FallbackSettings(first_s=4.0, step_s=1.5)


def patience(**kind):
    return Patience(LIMITS, **{"endless": False, "realtime": True, **kind})


def test_the_first_sound_has_one_limit_however_many_steps_it_takes():
    held = patience()
    for _ in range(3):
        held.took(1.0, sounded=False)
    assert held.allowed_s(0.0) == 1.0
    held.took(2.0, sounded=False)
    assert held.allowed_s(5.0) == 0.0


def test_silence_within_a_line_counts_once_nothing_is_left_to_hear():
    held = patience()
    held.took(3.0, sounded=True)
    held.took(1.0, sounded=False)
    assert held.allowed_s(0.2) == 1.5
    assert held.allowed_s(0.0) == 0.5
    held.took(0.1, sounded=True)
    assert held.allowed_s(0.0) == 1.5


@given(steps=st.lists(st.tuples(st.floats(0, 10), st.booleans())), in_hand=st.floats(0, 30))
def test_the_last_voice_may_take_for_ever_and_a_file_waits_a_step(steps, in_hand):
    last, file = patience(endless=True), patience(realtime=False)
    for seconds, sounded in steps:
        last.took(seconds, sounded=sounded)
        file.took(seconds, sounded=sounded)
    assert last.allowed_s(in_hand) is None
    assert file.allowed_s(in_hand) == 4.0
