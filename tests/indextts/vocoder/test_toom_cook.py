import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from indextts.vocoder.toom_cook import PLANS, ToomCook, worthwhile


@settings(max_examples=60, deadline=None)
@given(
    taps=st.sampled_from(sorted(PLANS)), dilation=st.integers(1, 5), count=st.integers(1, 90), seed=st.integers(0, 99)
)
def test_it_is_the_convolution(taps, dilation, count, seed):
    generator = torch.Generator().manual_seed(seed)
    weight, bias = torch.randn(6, 4, taps, generator=generator), torch.randn(6, generator=generator)
    rows = torch.randn(count + (taps - 1) * dilation, 4, generator=generator)
    expected = functional.conv1d(rows.double().t()[None], weight.double(), bias.double(), dilation=dilation)[0].t()
    actual = ToomCook(weight, bias, dilation)(rows)
    assert actual.shape == (count, 6)
    assert (actual - expected).abs().max() < 1e-4 * max(1.0, float(expected.abs().max()))


def test_error_over_many_channels_stays_near_1e_5():
    generator = torch.Generator().manual_seed(0)
    for taps in PLANS:
        weight, rows = torch.randn(64, 64, taps, generator=generator), torch.randn(300, 64, generator=generator)
        expected = functional.conv1d(rows.double().t()[None], weight.double())[0].t()
        error = (ToomCook(weight, torch.zeros(64), 1)(rows) - expected).abs().max() / expected.abs().max()
        assert error < 3e-5


@pytest.mark.parametrize(
    ("shape", "dtype", "expected"),
    [
        ((768, 768, 3), torch.float32, True),
        ((192, 192, 11), torch.float32, True),
        ((192, 192, 3), torch.float32, False),
        ((768, 768, 5), torch.float32, False),
        ((768, 768, 3), torch.bfloat16, False),
    ],
)
def test_only_wide_known_filters_in_float32_are_worthwhile(shape, dtype, expected):
    assert worthwhile(torch.empty(shape, dtype=dtype)) is expected
