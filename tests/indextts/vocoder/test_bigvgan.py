import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.errors import OptionError
from indextts.vocoder import bigvgan
from tests.indextts.vocoder import plain


def relative(actual, expected):
    assert actual.shape == expected.shape
    return float((actual.double() - expected.double()).abs().max() / expected.double().abs().max())


def test_it_is_the_plain_vocoder(model, mel):
    expected = plain.vocoder(model, mel)
    assert 0.01 < expected.std() < 0.5
    assert relative(model(mel), expected) < 1e-5


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.integers(1, 61), chunk=st.integers(1, 70))
def test_pieces_of_any_size_are_the_whole(model, mel, frames, chunk):
    mel = mel[..., :frames]
    pieces = list(model.vocode(mel, chunk))
    assert relative(torch.cat(pieces, dim=2), plain.vocoder(model, mel)) < 1e-5


def test_sound_comes_before_the_mel_is_done(model, mel):
    first = next(iter(model.vocode(mel, chunk=45)))
    assert 32 <= first.shape[2] <= 32 * 12
    assert relative(first, plain.vocoder(model, mel)[..., : first.shape[2]]) < 1e-5


def test_pieces_may_come_as_they_are_made(model, mel):
    stream = model.stream()
    rows = mel[0].t().contiguous()
    cuts = [rows[:3], rows[3:3], rows[3:50], rows[50:], rows[:0]]
    samples = [stream.push(piece, last=index == len(cuts) - 1) for index, piece in enumerate(cuts)]
    assert relative(torch.cat(samples).t()[None].clamp(-1, 1), plain.vocoder(model, mel)) < 1e-5


def test_a_batch_is_each_of_its_own(model, mel):
    both = torch.cat([mel, -mel])
    torch.testing.assert_close(model(both), torch.cat([model(mel), model(-mel)]))


def test_the_packed_vocoder_says_the_same(model, mel):
    expected = model(mel)
    model.pack(least_work=0)
    model.pack(least_work=0)  # a second time changes nothing
    assert sum(parameter.numel() == 0 for parameter in model.parameters()) == 6 * 9 + 1
    assert relative(model(mel), expected) < 1e-4


def test_packing_leaves_narrow_and_half_precision_vocoders_alone(model):
    model.pack()
    model.to(torch.bfloat16).pack(least_work=0)
    assert all(parameter.numel() for parameter in model.parameters())


def test_bfloat16_is_near(model, mel):
    expected = model(mel)
    actual = model.to(torch.bfloat16)(mel.bfloat16())
    assert actual.dtype == torch.bfloat16
    noise = (actual.float() - expected).square().mean() / expected.square().mean()
    assert noise < 10**-3


def test_loaded_weights_keep_their_shape_and_values(model, weights):
    assert all(torch.equal(value, weights[key]) for key, value in model.state_dict().items())


@pytest.mark.parametrize("shape", [(5, 4), (1, 4, 9), (2, 5, 9), (1, 5, 0)])
def test_a_mel_of_another_shape_is_refused(model, shape):
    with pytest.raises(OptionError, match="shape"):
        next(iter(model.vocode(torch.zeros(shape))))


def test_a_chunk_of_nothing_is_refused(model, mel):
    with pytest.raises(OptionError, match="chunk"):
        next(iter(model.vocode(mel, 0)))


def test_the_repeated_filters_are_unused():
    names = ["activation_post.upsample.filter", "resblocks.3.activations.1.downsample.lowpass.filter"]
    from indextts.checkpoint.assign import select

    kept = select({name: torch.zeros(1) for name in [*names, "conv_pre.bias"]}, bigvgan.UNUSED)
    assert list(kept) == ["conv_pre.bias"]
