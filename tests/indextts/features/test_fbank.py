import math

import numpy as np
import pytest
import torch

from indextts.features.fbank import filterbank, kaldi_fbank, speaker_fbank
from tests.indextts.features.sounds import speechlike


@pytest.mark.parametrize(("samples", "frames"), [(400, 1), (559, 1), (560, 2), (16000, 98)])
def test_only_whole_frames_count(samples: int, frames: int) -> None:
    assert kaldi_fbank(torch.rand(1, samples)).shape == (frames, 80)


def test_agrees_with_the_definition_sample_by_sample() -> None:
    wave = speechlike(0.2)
    actual = kaldi_fbank(torch.tensor(wave)[None])
    for frame in (0, 5, len(actual) - 1):
        x = wave[frame * 160 : frame * 160 + 400].astype(np.float64)
        x -= x.mean()
        y = np.array([x[i] - 0.97 * x[max(i - 1, 0)] for i in range(400)])
        y *= (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 399)) ** 0.85
        power = np.abs(np.fft.rfft(y, 512)) ** 2
        expected = np.log(np.maximum(power @ filterbank().numpy(), 2.0**-23))
        np.testing.assert_allclose(actual[frame].numpy(), expected, atol=1e-5)


def test_a_tone_lights_the_band_around_it() -> None:
    tone = torch.sin(2 * math.pi * 1000 * torch.arange(16000) / 16000)[None]
    band = int(kaldi_fbank(tone).mean(dim=0).argmax())
    edges = np.linspace(*(1127 * np.log1p(f / 700) for f in (20, 8000)), 82)
    assert edges[band] < 1127 * np.log1p(1000 / 700) < edges[band + 2]


def test_neighbouring_triangles_sum_to_one() -> None:
    total = filterbank().sum(dim=1)[4:240]
    torch.testing.assert_close(total, torch.ones_like(total))


def test_the_speakers_bands_have_no_mean() -> None:
    fbank = speaker_fbank(torch.tensor(speechlike())[None])
    assert fbank.shape == (1, 98, 80)
    torch.testing.assert_close(fbank.mean(dim=1), torch.zeros(1, 80), atol=1e-5, rtol=0)


def test_silence_is_finite() -> None:
    assert kaldi_fbank(torch.zeros(1, 800)).eq(math.log(2.0**-23)).all()
