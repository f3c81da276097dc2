import sys
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from indextts.errors import ExtraMissingError, ReferenceAudioError
from indextts.features import denoise as room
from indextts.features.denoise import denoise
from indextts.features.recording import Recording
from tests.indextts.features.sounds import speechlike


class Late:
    """Changes nothing, but is as late as the real one, frame by frame."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def denoise_chunk(self, chunk: NDArray[np.int16], partial: bool) -> Iterator[tuple[float, NDArray[np.int16]]]:
        assert partial
        assert chunk.dtype == np.int16
        assert len(chunk) % 480 == 0
        late = (np.concatenate([np.zeros(960), chunk[:-960]]) * self.gain).astype(np.int16)
        for frame in late.reshape(-1, 1, 480):
            yield 1.0, frame


@pytest.mark.parametrize("rate", [16000, 24000, 44100, 48000])
@pytest.mark.parametrize("level", [0.5, 3.0])
def test_stays_in_step_and_at_its_level(monkeypatch: pytest.MonkeyPatch, rate: int, level: float) -> None:
    monkeypatch.setattr(room, "_suppressor", Late)
    recording = Recording(speechlike(0.7, rate) * level, rate)
    clean = denoise(recording)
    assert clean.rate == rate
    assert len(clean.samples) == len(recording.samples)
    middle = slice(rate // 20, -rate // 20)
    np.testing.assert_allclose(clean.samples[middle], recording.samples[middle], atol=0.01 * level)


def test_nothing_left_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_suppressor", lambda: Late(gain=0.0))
    with pytest.raises(ReferenceAudioError, match="once its noise is removed, is silent"):
        denoise(Recording(speechlike(), 16000))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrnnoise", None)
    with pytest.raises(ExtraMissingError, match="denoise"):
        denoise(Recording(speechlike(), 16000))


@pytest.mark.real
def test_the_real_one_removes_noise_and_stays_in_step() -> None:
    pytest.importorskip("pyrnnoise")
    noise = np.random.default_rng(3).standard_normal(48000).astype(np.float32) * 0.05
    quiet = Recording(np.concatenate([noise, speechlike(1.0, 48000) + noise]), 48000)
    clean = denoise(quiet).samples
    assert np.square(clean[24000:48000]).mean() < 0.05 * np.square(noise).mean()
    voice = clean[48000:]
    lags = np.correlate(voice, speechlike(1.0, 48000)[1000:-1000], "valid")
    assert abs(int(np.argmax(lags)) - 1000) < 48  # 1 ms
