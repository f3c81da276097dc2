"""Packed weights against the plain ones."""

import pytest
import torch
from torch import Tensor

from indextts.errors import OptionError
from indextts.t2s.decoder import Decoder
from indextts.t2s.lm import SemanticLM
from indextts.t2s.packing import PackedLinear, Weights, can_pack, pack, quantise
from tests.indextts.t2s.conftest import TINY, randomise

needs_fbgemm = pytest.mark.skipif(not can_pack(torch.device("cpu")), reason="needs an x86 CPU")
ERRORS: list[tuple[Weights, float]] = [("float32", 2e-6), ("float16", 1e-3), ("int8", 5e-2)]


@needs_fbgemm
@pytest.mark.parametrize(("weights", "limit"), ERRORS)
@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_packed_layer_is_the_layer(weights: Weights, limit: float, rows: int) -> None:
    source = torch.Generator().manual_seed(0)
    weight, bias = torch.randn(96, 160, generator=source) * 0.02, torch.randn(96, generator=source)
    x = torch.randn(1, rows, 160, generator=source)
    expected = x.double() @ weight.double().t() + bias.double()
    error = (PackedLinear(weight, bias, weights)(x) - expected).abs().max() / expected.abs().max()
    assert error <= limit


@needs_fbgemm
def test_tiny_weights_survive_being_split() -> None:
    weight = torch.full((16, 32), 3e-6)
    layer = PackedLinear(weight, torch.zeros(16), "float32")
    torch.testing.assert_close(layer(torch.ones(1, 32)), torch.full((1, 16), 32 * 3e-6), rtol=1e-3, atol=0)


@needs_fbgemm
@pytest.mark.parametrize(("weights", "limit"), [("float32", 1e-5), ("float16", 5e-3), ("int8", 2e-1)])
def test_a_packed_model_gives_the_models_logits(lm: SemanticLM, prompt: Tensor, weights: Weights, limit: float) -> None:
    expected = Decoder(lm, beams=1, steps=1).start(prompt)
    pack(lm, weights)
    logits = Decoder(lm, beams=1, steps=1).start(prompt)
    assert (logits - expected).abs().max() / expected.abs().max() <= limit
    assert not any(key.endswith(("c_attn.weight", "mel_head.weight")) for key in lm.state_dict())


@needs_fbgemm
def test_bfloat16_weights_lose_nothing_in_float16(prompt: Tensor) -> None:
    lm = randomise(SemanticLM(TINY)).bfloat16()
    exact = randomise(SemanticLM(TINY)).bfloat16().float()
    expected = Decoder(exact, beams=1, steps=1).start(prompt)
    pack(lm, "float16")
    logits = Decoder(lm, beams=1, steps=1).start(prompt)
    torch.testing.assert_close(logits, expected, rtol=1e-4, atol=1e-4)


@needs_fbgemm
def test_packing_twice_is_refused(lm: SemanticLM) -> None:
    pack(lm, "float16")
    with pytest.raises(OptionError, match="already"):
        pack(lm, "int8")


def test_only_the_cpu_has_these_kernels() -> None:
    assert not can_pack(torch.device("cuda"))
    with torch.device("meta"):
        lm = SemanticLM(TINY)
    with pytest.raises(OptionError, match="x86"):
        quantise(lm)
