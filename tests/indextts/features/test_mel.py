import math

import numpy as np
import pytest
import torch

from indextts.config import PreprocessConfig, SpectConfig
from indextts.features.mel import hz_to_mel, log_mel, mel_filterbank, mel_to_hz
from tests.indextts.features.sounds import speechlike

CONFIG = PreprocessConfig()


def test_the_scale_is_linear_below_a_kilohertz_and_inverts() -> None:
    hz = torch.tensor([0.0, 100, 999, 1000, 1001, 6400, 11025], dtype=torch.float64)
    mel = hz_to_mel(hz)
    assert mel[3] == pytest.approx(15)
    assert mel[5] == pytest.approx(15 + 27)
    torch.testing.assert_close(mel_to_hz(mel), hz)


def test_each_filter_has_unit_area() -> None:
    area = mel_filterbank(PreprocessConfig(spect_params=SpectConfig(n_fft=16384))).sum(dim=1) * 22050 / 16384
    torch.testing.assert_close(area, torch.ones(80), atol=0.01, rtol=0)


@pytest.mark.parametrize("samples", [450, 11025, 11263, 11264, 11265])
def test_the_number_of_frames_is_known_beforehand(samples: int) -> None:
    assert log_mel(torch.rand(2, samples) - 0.5, CONFIG).shape == (2, 80, samples // 256)


def test_agrees_with_the_definition_frame_by_frame() -> None:
    wave = speechlike(0.3, 22050)
    padded = np.pad(wave.astype(np.float64), 384, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    actual = log_mel(torch.tensor(wave)[None], CONFIG)[0]
    for frame in (0, 7, actual.shape[1] - 1):
        spectrum = np.fft.rfft(padded[frame * 256 : frame * 256 + 1024] * window)
        magnitude = np.sqrt(np.abs(spectrum) ** 2 + 1e-9)
        expected = np.log(np.maximum(mel_filterbank(CONFIG).double().numpy() @ magnitude, 1e-5))
        np.testing.assert_allclose(actual[:, frame].numpy(), expected, atol=1e-3)


def test_silence_is_the_same_everywhere_and_no_lower_than_the_floor() -> None:
    mel = log_mel(torch.zeros(1, 22050), CONFIG)
    assert float(mel.min()) >= math.log(1e-5) - 1e-6
    torch.testing.assert_close(mel, mel[:, :, :1].expand_as(mel))
