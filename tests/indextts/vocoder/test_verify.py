import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from indextts.verify.golden import Golden
from indextts.verify.vocoder import bigvgan
from tests.indextts.vocoder import plain
from tests.indextts.vocoder.conftest import TINY


@pytest.fixture
def golden(tmp_path, model, weights, mel):
    """A golden case in the released form: weight-norm pairs, filters with every activation."""
    saved = {f"w.{key}": value for key, value in weights.items() if value.ndim != 3}
    for key, value in weights.items():
        if value.ndim == 3:
            norm = value.flatten(1).norm(dim=1)[:, None, None]
            saved |= {f"w.{key}_g": norm, f"w.{key}_v": value * 3}
    saved["w.activation_post.upsample.filter"] = plain.TAPS.view(1, 1, -1)
    x = torch.randn(1, 16, 29, generator=torch.Generator().manual_seed(5))
    first = model.resblocks[0].activations[0]
    saved |= {
        "in.act_x": x,
        "out.act_y": plain.activation(first, x),
        "out.up_y": plain.up(x),
        "out.down_y": plain.down(x),
    }
    saved |= {"in.mel": mel, "out.wav": plain.vocoder(model, mel)}
    save_file({key: value.clone().contiguous() for key, value in saved.items()}, tmp_path / "bigvgan.safetensors")
    (tmp_path / "bigvgan.json").write_text(json.dumps({"config": TINY.model_dump()}))
    return Golden(tmp_path, "bigvgan")


def test_a_golden_case_passes(golden):
    checks = list(bigvgan(golden))
    assert [check.what for check in checks] == ["up", "down", "activation", "wave", "wave in pieces", "wave, packed"]
    assert [check for check in checks if not check.passed] == []


@pytest.mark.parametrize(("key", "what"), [("out.wav", "wave"), ("out.up_y", "up"), ("out.act_y", "activation")])
def test_a_wrong_value_is_found(golden, key, what):
    path = golden.folder / "bigvgan.safetensors"
    tensors = load_file(path)
    tensors[key][0, 0, 7] += 1e-3 * tensors[key].abs().max()
    save_file(tensors, path)
    assert {check.what for check in bigvgan(golden) if not check.passed} >= {what}
