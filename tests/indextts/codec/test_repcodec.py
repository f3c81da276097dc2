import pytest
import torch

from indextts.checkpoint.assign import mismatch
from indextts.codec.repcodec import RepCodec
from indextts.config import CodecConfig
from indextts.verify import codec as cases
from indextts.verify.golden import Golden

TINY = CodecConfig(
    codebook_size=16, hidden_size=12, codebook_dim=4, vocos_dim=8, vocos_intermediate_dim=10, vocos_num_layers=1
)


@pytest.mark.parametrize("case", [cases.semantic_codec, cases.v25_codec])
def test_golden(golden_folder, case):
    with torch.inference_mode():
        checks = list(case(Golden(golden_folder, case.__name__)))
    assert len(checks) == 3
    assert [check for check in checks if not check.passed] == []


def test_a_half_that_is_not_asked_for_is_not_built():
    whole = RepCodec(TINY, encoder=True, decoder=True)
    lean = RepCodec(TINY, encoder=False, decoder=True)
    assert not [key for key in lean.state_dict() if key.startswith(("encoder", "down"))]
    left = {key: value for key, value in whole.state_dict().items() if not key.startswith("encoder")}
    assert not mismatch(lean, left)


@torch.inference_mode()
def test_a_code_is_the_nearest_direction_whatever_the_lengths():
    torch.manual_seed(1)
    quantizer = RepCodec(TINY).quantizer.only
    features = torch.randn(2, 9, 12)
    latent = quantizer.in_project(features.mT).mT
    rows = quantizer.codebook.weight
    cosine = torch.nn.functional.cosine_similarity(latent[:, :, None], rows[None, None], dim=-1)
    assert torch.equal(quantizer.codes(features), cosine.argmax(-1))
    quantizer.codebook.weight.mul_(torch.linspace(0.1, 10, 16)[:, None])
    assert torch.equal(quantizer.codes(features), cosine.argmax(-1))


@torch.inference_mode()
def test_the_first_of_equal_rows_wins():
    quantizer = RepCodec(TINY).quantizer.only
    quantizer.codebook.weight.copy_(quantizer.codebook.weight[:1].expand_as(quantizer.codebook.weight))
    assert quantizer.codes(torch.randn(1, 5, 12)).tolist() == [[0] * 5]


@pytest.mark.parametrize(("frames", "codes"), [(1, 1), (6, 3), (7, 4)])
@torch.inference_mode()
def test_halved_rate(frames, codes):
    codec = RepCodec(TINY.model_copy(update={"downsample_scale": 2}), decoder=True)
    ids, embedded = codec.quantize(torch.randn(1, frames, 12))
    assert ids.shape == (1, codes)
    assert embedded.shape == (1, codes, 12)
    assert codec.decode(ids).shape == (1, 2 * codes, 12)


@torch.inference_mode()
def test_sixteen_bit_weights():
    codec = RepCodec(TINY, decoder=True).to(torch.bfloat16)
    codes, embedded = codec.quantize(torch.randn(1, 6, 12, dtype=torch.bfloat16))
    assert codes.dtype == torch.int64
    assert embedded.dtype == codec.decode(codes).dtype == torch.bfloat16
