"""How long a voice is waited for."""

from hypothesis import given
from hypothesis import strategies as st

from engine.voices.fallback import FallbackSettings
from engine.voices.patience import Patience

LIMITS = FallbackSettings(first_s=4.0, step_s=1.5)


def patience(**kind):
    return Patience(LIMITS, **{"endless": False, "last": False, "realtime": True, **kind})


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
def test_a_voice_that_is_alone_may_take_for_ever_and_the_last_one_long(steps, in_hand):
    alone, last, file = patience(endless=True), patience(last=True), patience(realtime=False)
    for seconds, sounded in steps:
        for held in (alone, last, file):
            held.took(seconds, sounded=sounded)
    assert alone.allowed_s(in_hand) is None
    assert last.allowed_s(in_hand) == file.allowed_s(in_hand) == 40.0
