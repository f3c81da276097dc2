import pytest
import torch

from indextts.s2mel.matrix import multiply, pack, packable


def test_other_devices_and_formats_are_left_alone(flow):
    assert not packable(torch.empty(4, 4, device="meta"))
    assert not packable(torch.empty(4, 4, dtype=torch.float64))
    flow.double().pack()
    assert {"estimator.conv1.weight", "estimator.transformer.layers.0.attention.wqkv.weight"} <= set(flow.state_dict())
    assert flow.estimator.transformer.layers[0].attention.wqkv.weight.numel()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("rows", [1, 2, 7, 100])
def test_any_number_of_rows_whatever_was_expected(dtype, rows):
    weight, bias = torch.randn(24, 16).to(dtype), torch.randn(24).to(dtype)
    if not packable(weight):
        pytest.skip("this processor cannot pack the format")
    x = torch.randn(1, rows, 16).to(dtype)
    exact = x.double() @ weight.double().mT + bias.double()
    error = (multiply(x, pack(weight, 7), bias) - exact).abs().max() / exact.abs().max()
    assert error < (1e-5 if dtype == torch.float32 else 1e-2)
