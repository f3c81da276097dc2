"""Frames are dealt out exactly, and silence stays as long as the network wants it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.voices.kokoro.frames import LAST_FRAMES, LEAD_FRAMES, TAIL_FRAMES, deal, timing
from engine.voices.prosody import NEUTRAL, Prosody

LENGTHS = st.lists(st.floats(0.05, 60), min_size=1, max_size=120).map(np.asarray)


@given(LENGTHS, st.integers(0, 2000))
def test_frames_add_up_and_nobody_goes_without_where_there_is_enough(lengths, total):
    dealt = deal(lengths, total)
    assert dealt.sum() == total
    assert (dealt >= (1 if total >= len(lengths) else 0)).all()


@given(LENGTHS)
def test_whole_lengths_are_kept(lengths):
    whole = np.ceil(lengths)
    assert (deal(whole, int(whole.sum())) == whole).all()


@given(LENGTHS, st.integers(1, 2000))
def test_longer_symbols_get_at_least_as_much(lengths, total):
    dealt = deal(lengths, total)[np.argsort(lengths, kind="stable")]
    assert (np.diff(dealt) >= -1).all()


PHRASE = "ni↓ xau↓, wo↓."
DURATIONS = np.asarray([14.0, *[2.0] * len(PHRASE), 9.0])


def test_silence_around_speech_is_made_and_not_played():
    found = timing(DURATIONS, PHRASE, NEUTRAL)
    assert (found.first, found.last) == (1, len(PHRASE))
    assert found.total == LEAD_FRAMES + 2.0 * (len(PHRASE) - 1) + TAIL_FRAMES
    assert found.before == 14 - LEAD_FRAMES
    assert found.behind == 2 + 9 - TAIL_FRAMES
    whole = found.whole(20)
    assert whole.sum() == 20 + found.before + found.behind


def test_silence_counted_to_the_last_symbol_is_not_played_either():
    durations = DURATIONS.copy()
    durations[len(PHRASE) - 1] = 20.0
    found = timing(durations, PHRASE, NEUTRAL)
    assert found.lengths[found.last - 1] == LAST_FRAMES
    assert found.whole(round(found.total)).sum() == durations.sum()


@pytest.mark.parametrize("frames", [15, 30, 31, 44, 77])
def test_the_silence_that_is_not_played_does_not_stretch(frames):
    found = timing(DURATIONS, PHRASE, NEUTRAL)
    whole = found.whole(frames)
    assert whole.sum() - frames == found.before + found.behind
    assert whole[0] >= found.before


def test_tempo_slows_sound_and_pauses_and_the_pause_factor_pauses_alone():
    plain = timing(DURATIONS, PHRASE, NEUTRAL).lengths
    slow = timing(DURATIONS, PHRASE, Prosody(tempo=1.5)).lengths
    rested = timing(DURATIONS, PHRASE, Prosody(pause=2.0)).lengths
    comma = PHRASE.index(",") + 1
    assert slow[1:-2] == pytest.approx(1.5 * plain[1:-2])
    assert rested[comma] == 2 * plain[comma]
    assert np.delete(rested, comma) == pytest.approx(np.delete(plain, comma))
