import pytest
import torch
from torch import Tensor, nn

from indextts.checkpoint.assign import assign, mismatch, select
from indextts.config import W2VBertConfig
from indextts.errors import CheckpointError
from indextts.features.w2v_bert import UNUSED, SemanticFeatures
from indextts.features.w2v_frontend import stacked_fbank
from tests.indextts.features.sounds import speechlike

TINY = W2VBertConfig(
    hidden_size=32,
    num_hidden_layers=19,
    num_attention_heads=2,
    intermediate_size=40,
    conv_depthwise_kernel_size=5,
    left_max_position_embeddings=6,
    right_max_position_embeddings=2,
)
ODD, EVEN = 0.525, 0.535  # seconds: 51 and 52 frames


def reference() -> nn.Module:
    """The library's whole encoder with random weights, biases and norms included."""
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    config = transformers.Wav2Vec2BertConfig(**TINY.model_dump(), add_adapter=False)
    model: nn.Module = transformers.Wav2Vec2BertModel(config).eval()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.2)
    return model


def ours(weights: dict[str, Tensor]) -> SemanticFeatures:
    with torch.device("meta"):
        model = SemanticFeatures(TINY)
    statistics = {"mean": torch.linspace(-1, 1, 32), "var": torch.linspace(0.5, 2, 32)}
    assign(model, {**weights, **statistics}, name="w2v-bert", unused=UNUSED)
    return model


@pytest.fixture(scope="module")
def pair() -> tuple[nn.Module, SemanticFeatures]:
    theirs = reference()
    return theirs, ours(theirs.state_dict())


@pytest.mark.parametrize("seconds", [ODD, EVEN, 1.0])
@torch.inference_mode()
def test_layer_17_agrees_with_transformers(pair: tuple[nn.Module, SemanticFeatures], seconds: float) -> None:
    theirs, model = pair
    rows, valid = stacked_fbank(torch.tensor(speechlike(seconds))[None])
    mask = (torch.arange(rows.shape[1]) < valid).int()[None]
    expected = theirs(rows, attention_mask=mask, output_hidden_states=True).hidden_states[17]
    torch.testing.assert_close(model(rows, valid), expected, atol=2e-5, rtol=1e-4)


@pytest.mark.parametrize("seconds", [ODD, EVEN])
def test_the_front_end_agrees_with_transformers(seconds: float) -> None:
    transformers = pytest.importorskip("transformers")
    wave = speechlike(seconds)
    extractor = transformers.SeamlessM4TFeatureExtractor(padding_value=1.0, stride=2)
    expected = extractor(wave, sampling_rate=16000, return_tensors="pt")
    rows, valid = stacked_fbank(torch.tensor(wave)[None])
    torch.testing.assert_close(rows, expected["input_features"], atol=1e-4, rtol=1e-4)
    assert valid == int(expected["attention_mask"].sum())


@torch.inference_mode()
def test_features_are_standardised(pair: tuple[nn.Module, SemanticFeatures]) -> None:
    model = pair[1]
    wave = torch.tensor(speechlike(ODD))[None]
    state = model(*stacked_fbank(wave))
    torch.testing.assert_close(model.encode(wave), (state - model.mean) / model.var.sqrt())


@torch.inference_mode()
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_the_weights_dtype_decides(pair: tuple[nn.Module, SemanticFeatures], dtype: torch.dtype) -> None:
    exact = pair[1]
    low = ours({key: value.to(dtype) for key, value in pair[0].state_dict().items()})
    wave = torch.tensor(speechlike(ODD))[None]
    features = low.encode(wave)
    assert features.dtype == dtype
    error = (features.float() - exact.encode(wave)).norm() / exact.encode(wave).norm()
    assert float(error) < (0.1 if dtype == torch.bfloat16 else 0.02)


def test_layers_behind_the_seventeenth_are_neither_built_nor_wanted(pair: tuple[nn.Module, SemanticFeatures]) -> None:
    theirs, model = pair
    assert len(model.encoder.layers) == 17
    kept = select(theirs.state_dict(), UNUSED)
    assert mismatch(model, kept).missing == ("mean", "var")
    assert mismatch(model, kept).unexpected == ()
    assert not select({"encoder.layers.17.x": model.mean, "encoder.layers.23.y": model.mean}, UNUSED)


def test_a_missing_layer_is_an_error(pair: tuple[nn.Module, SemanticFeatures]) -> None:
    weights = {key: value for key, value in pair[0].state_dict().items() if ".layers.3." not in key}
    with pytest.raises(CheckpointError, match=r"layers\.3"):
        ours(weights)
