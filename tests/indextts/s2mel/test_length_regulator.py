import pytest
import torch

from indextts.config import LengthRegulatorConfig
from indextts.s2mel.length_regulator import LatentMLP, LengthRegulator
from indextts.verify import s2mel as cases
from indextts.verify.golden import Golden

TINY = LengthRegulatorConfig(channels=8, in_channels=6)


@pytest.mark.parametrize(("case", "count"), [(cases.length_regulator, 5), (cases.v25_length, 4)])
def test_golden(golden_folder, case, count):
    with torch.inference_mode():
        checks = list(case(Golden(golden_folder, case.__name__)))
    assert len(checks) == count
    assert [check for check in checks if not check.passed] == []


@pytest.mark.parametrize(("length", "frames"), [(1, 1), (1, 9), (50, 86), (250, 430), (499, 861), (9, 3)])
@torch.inference_mode()
def test_rows_are_repeated_before_anything_mixes_time(length, frames):
    regulator = LengthRegulator(TINY)
    x = torch.randn(1, length, 6)
    source = torch.arange(frames, dtype=torch.float32) * (torch.tensor(float(length)) / frames)
    repeated = regulator(x[:, source.long().clamp_max(length - 1)], frames)
    assert torch.allclose(regulator(x, frames), repeated, atol=1e-5)


@torch.inference_mode()
def test_keys_and_widths_of_the_latent_mlp():
    mlp = LatentMLP((5, 4, 3, 2))
    assert [key for key in mlp.state_dict() if key.endswith("weight")] == ["0.weight", "1.weight", "2.weight"]
    a, b = torch.randn(2, 1, 3, 5)
    assert torch.allclose(mlp(a + b) + mlp(torch.zeros(1, 3, 5)), mlp(a) + mlp(b), atol=1e-6), "affine: no activation"
