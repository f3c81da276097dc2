import pytest
import torch

from indextts.vocoder import resampling
from tests.indextts.vocoder import plain


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 40])
def test_both_directions_are_the_plain_filters(count):
    rows = torch.randn(count, 3)
    pairs = resampling.raising(resampling.upsample, 3).push(rows, last=True)
    expected = plain.up(rows.t()[None])
    torch.testing.assert_close(pairs.view(-1, 3).t()[None], expected)
    back = resampling.lowering(resampling.downsample, 3).push(pairs, last=True)
    torch.testing.assert_close(back.t()[None], plain.down(expected))


def test_a_constant_stays_one():
    pairs = resampling.raising(resampling.upsample, 2).push(torch.full((9, 2), 0.7), last=True)
    torch.testing.assert_close(pairs, torch.full((9, 4), 0.7), atol=5e-3, rtol=0)
    back = resampling.lowering(resampling.downsample, 2).push(torch.full((9, 4), 0.7), last=True)
    torch.testing.assert_close(back, torch.full((9, 2), 0.7))
