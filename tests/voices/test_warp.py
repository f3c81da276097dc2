import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.voices.timed import TimedTracks
from engine.voices.tracks import HOP
from engine.voices.warp import CONTEXT, elasticity, frame_positions, natural_frames, pauses
from tests.voices.synthetic import tracks

levels = st.lists(st.floats(-80, 40), min_size=4, max_size=200).map(lambda found: np.array(found, np.float32))


@given(level=levels, factor=st.floats(0.5, 2.2), pause=st.sampled_from([1.0, 0.7, 1.6]), start=st.integers(0, 50))
def test_positions_run_forward_from_the_first_frame_to_behind_the_last(level, factor, pause, start):
    samples = max(1, round(len(level) * HOP * factor))
    found = frame_positions(level, start, samples, pause)
    assert len(found) == -(-samples // HOP) + 1 + 2 * CONTEXT
    assert (np.diff(found) > 0).all()
    assert found[CONTEXT] == start
    at_end = np.interp(samples / HOP, np.arange(len(found)) - CONTEXT, found)
    assert abs(at_end - (start + len(level))) < 1.5


@given(level=levels)
def test_the_natural_length_shows_every_frame_once(level):
    found = frame_positions(level, 7, len(level) * HOP)
    assert np.array_equal(found, np.arange(-CONTEXT, len(level) + CONTEXT + 1) + 7.0)


def test_steady_frames_give_more_than_bursts():
    level = np.array([0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 0], np.float32)
    give = elasticity(level)
    assert give[1] == 1.0
    assert give[4] < 0.5
    assert give[6] < 0.5


def test_only_long_silences_are_pauses():
    level = np.array([10] * 5 + [-60] * 4 + [10] * 5 + [-60] * 12 + [10] * 5, np.float32)
    assert np.count_nonzero(pauses(level)) == 12
    assert natural_frames(level, 1.5) == len(level) + 6
    assert natural_frames(level, 1.0) == len(level)


@given(part=st.integers(0, 100).map(lambda hundredths: hundredths / 100), jump=st.floats(-120, 120))
def test_between_two_frames_lies_the_mean_of_their_pulses_powers(part, jump):
    made = tracks()
    made.lh[31] = made.lh[30] + np.float32(jump)
    found = TimedTracks(made, 30 + np.array([0.0, part, 1.0])).frames(0, 3).lh
    assert np.isfinite(found).all()
    if abs(jump) < 15:
        power = np.exp(2 * found.astype(np.float64))
        assert np.allclose(power[1], power[0] + part * (power[2] - power[0]), rtol=1e-3)
