from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from indextts.checkpoint.assign import fold_weight_norm
from indextts.checkpoint.initial import BRANCH, initial
from indextts.checkpoint.layout import Layout, Version
from indextts.checkpoint.random_weights import full_config, write_random
from indextts.checkpoint.reading import read, read_tensor
from indextts.checkpoint.tiny import tiny_config

Tiny = Callable[[Version], Layout]


@pytest.mark.parametrize("version", ["2", "2.5"])
@pytest.mark.parametrize("name", ["gpt", "s2mel", "codec", "campplus", "bigvgan", "w2v_bert"])
def test_weights_stay_in_bounds_in_every_format(tiny: Tiny, version: Version, name: str) -> None:
    for key, value in read(getattr(tiny(version), name)).items():
        assert value.float().isfinite().all(), key
        if value.is_floating_point():
            assert value.abs().max() < 10, key


def test_the_same_seed_gives_the_same_model(tiny: Tiny, tmp_path: Path) -> None:
    again = write_random(tmp_path / "again", tiny_config(), training_state=True)
    other = write_random(tmp_path / "other", tiny_config(), seed=1, training_state=True)
    assert again.gpt.read_bytes() == tiny("2").gpt.read_bytes()
    assert other.gpt.read_bytes() != tiny("2").gpt.read_bytes()


def test_two_files_do_not_hold_the_same_values(tiny: Tiny) -> None:
    layout = tiny("2")
    assert not torch.equal(read_tensor(layout.speaker_matrix)[:, :24], read_tensor(layout.emotion_matrix)[:, :24])


def test_norms_begin_as_the_identity_and_branches_small(tiny: Tiny) -> None:
    layout = tiny("2")
    gpt, flow, style = read(layout.gpt), read(layout.s2mel, group="cfm"), read(layout.campplus)
    assert gpt["gpt.h.0.ln_1.weight"].eq(1).all()
    assert gpt["gpt.h.0.ln_1.bias"].eq(0).all()
    assert flow["estimator.transformer.norm.project_layer.bias"].tolist() == [1.0] * 32 + [0.0] * 32
    assert style["head.bn1.running_var"].eq(1).all()
    vocoder = fold_weight_norm(read(layout.bigvgan))
    norms = vocoder["resblocks.0.convs2.0.weight"].flatten(1).norm(dim=1)
    assert torch.allclose(norms, torch.full_like(norms, BRANCH), atol=1e-5)


def test_tables_are_the_tables_they_are() -> None:
    positions = initial("conditioning_encoder.embed.pos_enc.pe", (1, 10, 4))
    assert isinstance(positions, torch.Tensor)
    assert positions[0, 3].tolist() == pytest.approx([0.14112, -0.98999, 0.03, 0.99955], abs=1e-4)
    taps = initial("activation_post.upsample.filter", (1, 1, 12))
    assert isinstance(taps, torch.Tensor)
    assert float(taps.sum()) == pytest.approx(1)
    steps = initial("estimator.input_pos", (5,))
    assert isinstance(steps, torch.Tensor)
    assert steps.tolist() == [0, 1, 2, 3, 4]


def test_the_released_sizes() -> None:
    assert full_config("2").gpt.number_text_tokens == 12000
    assert full_config("2.5").gpt.number_text_tokens == 60509


def test_the_wave_is_quiet_whatever_its_container(tiny: Tiny) -> None:
    assert read(tiny("2").bigvgan)["conv_post.weight_g"].item() == pytest.approx(0.05)
