import pytest
import torch
from torch import Tensor, nn

from indextts.checkpoint.assign import assign
from indextts.config import CAMPPlusConfig
from indextts.speaker.campplus import CAMPPlus, statistics
from indextts.speaker.dense import ContextMask, segment_means

TINY = CAMPPlusConfig(
    embedding_size=12, fcm_channels=4, growth_rate=4, bn_size=2, init_channels=8, block_layers=(2, 3, 2)
)


def random_weights(model: nn.Module) -> dict[str, Tensor]:
    torch.manual_seed(0)
    weights = {}
    for key, value in model.state_dict().items():
        draw = torch.randn(value.shape) * 0.3
        weights[key] = draw.abs() + 0.5 if key.endswith("running_var") else draw.to(value.dtype)
    return weights


@pytest.fixture(scope="module")
def model() -> CAMPPlus:
    with torch.device("meta"):
        model = CAMPPlus(TINY)
    assign(model, random_weights(model), name="campplus")
    return model


@torch.inference_mode()
@pytest.mark.parametrize("frames", [3, 48, 199, 200, 201, 450])
def test_any_length_gives_one_finite_vector(model: CAMPPlus, frames: int) -> None:
    style = model(torch.randn(1, frames, 80))
    assert style.shape == (1, 12)
    assert style.isfinite().all()


@torch.inference_mode()
def test_a_batch_is_as_good_as_one_by_one(model: CAMPPlus) -> None:
    batch = torch.randn(3, 150, 80)
    torch.testing.assert_close(model(batch), torch.cat([model(one[None]) for one in batch]), atol=1e-5, rtol=1e-4)


@torch.inference_mode()
def test_bfloat16_stays_near() -> None:
    with torch.device("meta"):
        low = CAMPPlus(TINY)
        exact = CAMPPlus(TINY)
    weights = random_weights(exact)
    assign(exact, weights, name="campplus")
    kept = {key: value if value.dtype == torch.int64 else value.bfloat16() for key, value in weights.items()}
    assign(low, kept, name="campplus")
    fbank = torch.randn(1, 200, 80)
    assert low(fbank).dtype == torch.bfloat16
    difference = (low(fbank).float() - exact(fbank)).norm() / exact(fbank).norm()
    assert float(difference) < 0.1


@pytest.mark.parametrize("frames", [1, 99, 100, 101, 250])
def test_segment_means_average_what_is_there(frames: int) -> None:
    x = torch.randn(2, 3, frames)
    actual = segment_means(x)
    for t in range(frames):
        start = t // 100 * 100
        torch.testing.assert_close(actual[:, :, t], x[:, :, start : start + 100].mean(dim=2))


@torch.inference_mode()
def test_the_mask_agrees_with_its_definition() -> None:
    torch.manual_seed(1)
    layer = ContextMask(6, 4, dilation=2)
    x = torch.randn(1, 6, 130)
    actual = layer(x)
    w1, w2 = layer.linear1.weight[:, :, 0], layer.linear2.weight[:, :, 0]
    for t in (0, 57, 129):
        segment = x[0, :, :100] if t < 100 else x[0, :, 100:]
        hidden = torch.relu(w1 @ (x[0].mean(dim=1) + segment.mean(dim=1)) + layer.linear1.bias)
        gate = torch.sigmoid(w2 @ hidden + layer.linear2.bias)
        taps = [x[0, :, t + d] if 0 <= t + d < 130 else torch.zeros(6) for d in (-2, 0, 2)]
        local = sum(layer.linear_local.weight[:, :, k] @ tap for k, tap in enumerate(taps))
        torch.testing.assert_close(actual[0, :, t], local * gate, atol=1e-5, rtol=1e-4)


def test_the_deviation_is_unbiased() -> None:
    x = torch.tensor([[[1.0, 2.0, 4.0]]])
    torch.testing.assert_close(statistics(x), torch.tensor([[[7 / 3], [1.5275252]]]))


def test_the_official_names_are_used(model: CAMPPlus) -> None:
    keys = set(model.state_dict())
    assert {
        "head.layer1.0.shortcut.1.running_var",
        "xvector.tdnn.nonlinear.batchnorm.weight",
        "xvector.block2.tdnnd3.cam_layer.linear2.bias",
        "xvector.transit3.linear.weight",
        "xvector.dense.nonlinear.batchnorm.running_mean",
    } <= keys
    assert "xvector.dense.nonlinear.batchnorm.weight" not in keys
    assert "head.layer1.1.shortcut.0.weight" not in keys
