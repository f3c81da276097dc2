"""What a voice bears; IndexTTS2's numbers are those of its own library."""

import pytest
from hypothesis import given

from engine.emotion.timbre import BIAS, LARGEST_SUM, timbre_of
from engine.values import EmotionVector
from tests.emotion.test_mood import LEVEL, VECTOR

CLONED = timbre_of("indextts2:aoi")


def test_the_numbers_are_those_of_the_library():
    vector = pytest.importorskip("indextts.emotion.vector")
    assert (BIAS, LARGEST_SUM) == (vector.BIAS, vector.LARGEST_SUM)


@given(VECTOR)
def test_a_whole_feeling_is_capped_as_the_library_caps_it(feeling):
    vector = pytest.importorskip("indextts.emotion.vector")
    assert tuple(CLONED.fit(feeling, 1.0)) == pytest.approx(vector.bias_and_cap(feeling))


@given(VECTOR, LEVEL)
def test_a_cloning_voice_never_gets_more_than_it_bears(feeling, alpha):
    fitted = CLONED.fit(feeling, alpha)
    assert sum(fitted) <= LARGEST_SUM * alpha + 1e-9
    assert all(new <= old for new, old in zip(fitted, feeling, strict=True))


@pytest.mark.parametrize("voice", ["hibari:heart", "kokoro:x", "", "fake"])
def test_other_voices_share_out_by_themselves(voice):
    assert timbre_of(voice).fit(EmotionVector(happy=1.0, sad=1.0), 0.1) == EmotionVector(happy=1.0, sad=1.0)
