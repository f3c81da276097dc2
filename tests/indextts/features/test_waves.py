import numpy as np
import pytest
import torch

from indextts.features.recording import Recording
from indextts.features.waves import emotion_wave, speaker_waves
from tests.indextts.features.sounds import speechlike


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_waves_last_as_long_as_the_recording(rate: int) -> None:
    recording = Recording(speechlike(1.0, rate), rate)
    a22, a16 = speaker_waves(recording)
    assert a22.shape == (1, 22050)
    assert a16.shape == (1, 16000)
    assert emotion_wave(recording).shape == (1, 16000)
    assert a22.dtype == a16.dtype == torch.float32


def test_both_roads_carry_nearly_the_same_sound() -> None:
    recording = Recording(speechlike(2.0, 48000), 48000)
    difference = (speaker_waves(recording)[1] - emotion_wave(recording))[:, 500:-500]
    assert 0 < float(difference.abs().max()) < 0.01


def test_no_more_than_fifteen_seconds_are_heard() -> None:
    recording = Recording(speechlike(16.0, 24000), 24000)
    a22, a16 = speaker_waves(recording)
    assert a22.shape == (1, 330750)
    assert a16.shape == (1, 240000)
    assert emotion_wave(recording).shape == (1, 240000)


def test_what_follows_the_sixteenth_second_is_not_heard() -> None:
    long = speechlike(18.0, 24000)
    whole, kept = Recording(long, 24000), Recording(long[: 16 * 24000], 24000)
    torch.testing.assert_close(speaker_waves(kept)[0], speaker_waves(whole)[0], atol=1e-6, rtol=0)
    torch.testing.assert_close(emotion_wave(kept), emotion_wave(whole), atol=1e-6, rtol=0)


def test_a_wave_is_a_copy() -> None:
    recording = Recording(speechlike(1.0, 16000), 16000)
    before = recording.samples.copy()
    emotion_wave(recording).zero_()
    np.testing.assert_array_equal(recording.samples, before)
