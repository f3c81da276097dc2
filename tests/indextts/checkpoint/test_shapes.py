"""The computed keys and shapes against the lists of the official files, and against small recorded models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open

from indextts.checkpoint.expected import expected, folded
from indextts.checkpoint.layout import Layout, Version
from indextts.checkpoint.random_weights import full_config
from indextts.checkpoint.shapes.bigvgan import bigvgan_shapes
from indextts.checkpoint.shapes.campplus import campplus_shapes
from indextts.checkpoint.shapes.codec import codec_shapes
from indextts.checkpoint.shapes.gpt import gpt_shapes
from indextts.checkpoint.shapes.layers import Shapes
from indextts.checkpoint.shapes.s2mel import s2mel_shapes
from indextts.checkpoint.shapes.w2v_bert import w2v_bert_shapes
from indextts.checkpoint.tiny import tiny_config
from indextts.config import (
    BigVGANConfig,
    CAMPPlusConfig,
    CodecConfig,
    ModelConfig,
    W2VBertConfig,
    config_from,
)

DATA = Path(__file__).parents[2] / "data"


def changed(config: ModelConfig, part: str, **values: Any) -> ModelConfig:
    section = getattr(config, part).model_copy(update=values)
    return config.model_copy(update={part: section})


def computed() -> dict[str, Shapes]:
    older = full_config("2")
    newer = changed(full_config("2.5"), "gpt", number_text_tokens=60509, spk_cond_mode="campplus")
    groups = s2mel_shapes(older)
    return {
        "gpt": gpt_shapes(older),
        "gpt_v2_5": gpt_shapes(newer),
        "s2mel": {f"{group}.{key}": shape for group, shapes in groups.items() for key, shape in shapes.items()},
        "codec": codec_shapes(older.semantic_codec),
        "codec_v2_5": codec_shapes(older.semantic_codec.model_copy(update={"downsample_scale": 2})),
        "campplus": campplus_shapes(older.campplus),
        "bigvgan": bigvgan_shapes(older.bigvgan),
        "w2v_bert": w2v_bert_shapes(older.w2v_bert),
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in (DATA / "manifests").glob("*.json")))
def test_released_sizes_give_the_official_keys_and_shapes(name: str) -> None:
    manifest = json.loads((DATA / "manifests" / f"{name}.json").read_text(encoding="utf-8"))
    assert computed()[name] == {key: tuple(shape) for key, shape in manifest["tensors"].items()}


GOLDEN: dict[str, Callable[[dict[str, Any]], Shapes]] = {
    "speaker_conditioner": lambda config: gpt_shapes(config_from({"gpt": config} | TINY_WIDTHS)),
    "emotion_conditioner": lambda config: gpt_shapes(config_from({"gpt": config} | TINY_WIDTHS)),
    "gpt": lambda config: gpt_shapes(config_from({"gpt": config} | TINY_WIDTHS)),
    "v25_gpt": lambda config: gpt_shapes(config_from({"gpt": config} | TINY_WIDTHS)),
    "semantic_codec": lambda config: codec_shapes(CodecConfig.model_validate(config)),
    "v25_codec": lambda config: codec_shapes(CodecConfig.model_validate(config)),
    "campplus": lambda config: campplus_shapes(CAMPPlusConfig.model_validate(config)),
    "bigvgan": lambda config: bigvgan_shapes(BigVGANConfig.model_validate(config)),
    "w2v_bert": lambda config: w2v_bert_shapes(W2VBertConfig.model_validate(config)),
}
TINY_WIDTHS = {"w2v_bert": {"hidden_size": 32}, "emo_perceiver_dim": 32}
ELSEWHERE = {"mean", "var"}  # in a file of their own
FREE = "pos_enc.pe"  # recorded with fewer rows


@pytest.mark.parametrize("name", sorted(name for name in GOLDEN if (DATA / "golden" / f"{name}.json").exists()))
def test_small_recorded_models_have_computed_keys_and_shapes(name: str) -> None:
    record = json.loads((DATA / "golden" / f"{name}.json").read_text(encoding="utf-8"))
    shapes = GOLDEN[name](record["config"])
    with safe_open(DATA / "golden" / f"{name}.safetensors", framework="pt") as file:
        recorded = {
            key.removeprefix("w."): tuple(file.get_slice(key).get_shape())
            for key in file.keys()  # noqa: SIM118 no mapping
            if key.startswith("w.") and not key.endswith(FREE)
        }
    of_this_file = {key: shape for key, shape in recorded.items() if key not in ELSEWHERE}
    assert of_this_file
    assert {key: shapes.get(key) for key in of_this_file} == of_this_file


def test_folding_puts_pairs_together() -> None:
    assert folded({"a.weight_g": (4, 1), "a.weight_v": (4, 7), "a.bias": (4,)}) == {"a.weight": (4, 7), "a.bias": (4,)}


@pytest.mark.parametrize("version", ["2", "2.5"])
def test_every_file_of_a_layout_has_expected_keys(tiny: Callable[[Version], Layout], version: Version) -> None:
    layout = tiny(version)
    assert expected(layout).keys() == layout.files().keys() - {"tokenizer"}
    assert layout.config.gpt.model_dim == tiny_config(version).gpt.model_dim
