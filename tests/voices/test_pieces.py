import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import VoiceError
from engine.voices.limiter import KNEE, soft_limit
from engine.voices.phrases import pieces
from engine.voices.registry import load_voice, voice_names
from engine.voices.timbre import timbre
from engine.voices.trim import levels, speech_bounds
from tests.voices.synthetic import tracks


@given(st.text("ab, ;.", max_size=300), st.integers(1, 40))
def test_pieces_keep_every_symbol_and_the_limit(phonemes, limit):
    found = list(pieces(phonemes, limit))
    assert all(len(piece) <= limit for piece in found)
    assert "".join(found).replace(" ", "") == phonemes.replace(" ", "")


def test_pieces_prefer_clauses():
    assert list(pieces("one two, three four, five", 12)) == ["one two,", "three four,", "five"]


@given(st.lists(st.floats(-20, 20, width=32), max_size=50))
def test_the_limiter_keeps_order_sign_and_full_scale(found):
    samples = np.array(found, np.float32)
    limited = soft_limit(samples)
    assert np.abs(limited).max(initial=0.0) <= 1.0
    assert np.array_equal(np.sign(limited), np.sign(samples))
    assert (np.diff(soft_limit(np.sort(samples))) >= 0).all()
    small = np.abs(samples) <= KNEE
    assert np.array_equal(limited[small], samples[small])


def test_speech_bounds_leave_one_frame_before_the_onset():
    level = np.array([-90] * 10 + [-30, -12, 5, 10, 10, 5, -12, -20, -25, -60], np.float32)
    assert speech_bounds(level) == (10, 19)


def test_the_level_of_a_frame_grows_with_its_magnitudes():
    made = tracks()
    quiet = levels(made.lh, made.ln, made.lr, made.f0)
    loud = levels(made.lh + np.float32(1), made.ln + np.float32(1), made.lr + np.float32(1), made.f0)
    assert np.allclose((loud - quiet)[15:25], 20 / np.log(10), atol=0.01)
    assert quiet[20] > quiet[0] + 10


def test_speech_bounds_of_silence_are_everything():
    assert speech_bounds(np.full(9, -90, np.float32)) == (0, 9)


@pytest.mark.parametrize(
    ("spec", "near"), [("hibary", "hibari"), ("hibari:hart", "hibari:heart"), ("zzz", "hibari"), (":x", "hibari")]
)
def test_an_unknown_voice_names_the_nearest(spec, near):
    with pytest.raises(VoiceError, match=near):
        load_voice(spec)


def test_every_listed_voice_is_described_in_a_sentence():
    assert len(voice_names()) >= 6
    assert all(about.endswith(".") for _, about in voice_names())


def test_an_unknown_timbre_lists_the_known():
    with pytest.raises(VoiceError, match="heart"):
        timbre("bass")
