"""The mouth against real speech and made sounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from plugins.avatar.mouth import HEARD_S, Mouth
from tests.plugins.avatar.speech import LINES, envelope, heard, said, voice


@pytest.mark.parametrize("fps", [30, 60])
@pytest.mark.parametrize("timbre", ["heart", "deep"])
def test_it_follows_the_envelope_of_speech(fps: int, timbre: str) -> None:
    rate = voice().sample_rate
    for line in LINES:
        speech = np.concatenate([said(line, timbre), np.zeros(rate // 3, np.float32)])
        opening = [shape.open for shape in heard(speech, rate, fps)]
        assert np.corrcoef(opening, envelope(speech, rate, fps))[0, 1] >= 0.8


@pytest.mark.parametrize("fps", [30, 60])
def test_it_closes_within_100_ms_of_silence(fps: int) -> None:
    rate = voice().sample_rate
    for line in LINES:
        speech = said(line)
        for cut_s in np.arange(0.2, len(speech) / rate - 0.1, 0.137):  # cut anywhere, as a skip does
            cut = round(cut_s * rate)
            before = speech[:cut]
            shapes = heard(np.concatenate([before, np.zeros(rate // 2, np.float32)]), rate, fps, ahead_s=0.0)
            shut = next(frame for frame, shape in enumerate(shapes) if frame / fps >= cut / rate and shape.open < 0.05)
            assert shut / fps - cut / rate <= 0.1 + 1e-9


@pytest.mark.parametrize("gain", [0.15, 0.5, 2.0])
def test_a_softer_voice_opens_it_too(gain: float) -> None:
    rate = voice().sample_rate
    speech = np.tile(said(LINES[0]) * gain, 3).clip(-1, 1)
    tail = [shape.open for shape in heard(speech, rate, 30)][-60:]
    assert max(tail) > 0.75
    assert np.mean(tail) > 0.25


@pytest.mark.parametrize("timbre", ["heart", "deep", "child"])
def test_vowels_shape_it(timbre: str) -> None:
    def mean_wide(text: str) -> float:
        shapes = heard(said(text, timbre), voice().sample_rate, 30)
        weights = [shape.open for shape in shapes]
        return float(np.average([shape.wide for shape in shapes], weights=weights))

    spread, rounded, wide_open = map(mean_wide, ("he, see, tea, key, bee", "oh, go, low, no", "ah, spa, car, palm"))
    assert spread > 0.1
    assert rounded < -0.1
    assert wide_open < spread - 0.25


def test_hiss_keeps_the_shape() -> None:
    rate, mouth = 24000, Mouth(24000)
    noise = np.random.default_rng(1).normal(0, 0.1, round(HEARD_S * rate))
    hiss = np.diff(np.diff(noise, prepend=0.0), prepend=0.0).astype(np.float32)
    shapes = [mouth.hear(hiss, 1 / 30) for _ in range(30)]
    assert abs(shapes[-1].wide) < 0.05


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000])
def test_any_sample_rate(rate: int) -> None:
    mouth = Mouth(rate)
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(HEARD_S * rate)) / rate).astype(np.float32)
    assert [mouth.hear(tone, 1 / 30).open for _ in range(10)][-1] > 0.8


def test_room_noise_leaves_it_shut() -> None:
    mouth, noise = Mouth(24000), np.random.default_rng(2).normal(0, 0.002, 1200).astype(np.float32)
    assert all(mouth.hear(noise, 1 / 30).open == 0.0 for _ in range(100))


sounds = arrays.arrays(np.float32, st.integers(0, 100), elements=st.floats(width=32) | st.floats(-1, 1, width=32))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(sounds, st.floats(0.0, 2.0)), max_size=6))
def test_whatever_it_hears_it_stays_a_mouth(steps: list[tuple[np.ndarray, float]]) -> None:
    mouth = Mouth(8000)
    for samples, passed_s in steps:
        shape = mouth.hear(samples, passed_s)
        assert 0.0 <= shape.open <= 1.0
        assert -1.0 <= shape.wide <= 1.0
