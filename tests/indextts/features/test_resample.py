import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.features.resample import sinc_resample, soxr_resample
from tests.indextts.features.sounds import speechlike


def interpolate(wave: np.ndarray, source: int, target: int, index: int) -> float:
    """One output sample straight from the definition, in Python floats."""
    cutoff = 0.99 * min(source, target)
    total = 0.0
    for i, value in enumerate(wave):
        x = (i / source - index / target) * cutoff
        if abs(x) < 6:
            sinc = 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)
            total += float(value) * sinc * math.cos(math.pi * x / 12) ** 2 * cutoff / source
    return total


@pytest.mark.parametrize(("source", "target"), [(22050, 16000), (16000, 22050), (3, 7), (8000, 4000)])
def test_agrees_with_the_definition(source: int, target: int) -> None:
    wave = speechlike(0.05, 16000)
    out = sinc_resample(torch.tensor(wave)[None], source, target)[0]
    assert len(out) == math.ceil(len(wave) * target / source)
    for index in [0, 1, 2, len(out) // 2, len(out) - 2, len(out) - 1]:
        assert float(out[index]) == pytest.approx(interpolate(wave, source, target, index), abs=1e-5)


def test_a_tone_keeps_its_pitch_and_level() -> None:
    wave = torch.sin(2 * torch.pi * 1000 * torch.arange(22050) / 22050)[None]
    expected = torch.sin(2 * torch.pi * 1000 * torch.arange(16000) / 16000)[None]
    torch.testing.assert_close(sinc_resample(wave, 22050, 16000)[:, 50:-50], expected[:, 50:-50], atol=2e-3, rtol=0)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 3000), st.integers(4000, 96000), st.sampled_from([16000, 22050, 48000]))
def test_the_length_is_the_exact_one_rounded_up(length: int, source: int, target: int) -> None:
    out = soxr_resample(np.zeros(length, np.float32), source, target)
    assert len(out) == math.ceil(length * target / source)
    assert out.dtype == np.float32
