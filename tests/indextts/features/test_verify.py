"""The golden cases themselves, on recordings made here: right values pass, wrong ones and wrong weights do not."""

import json
from pathlib import Path

import torch
from pydantic import BaseModel
from safetensors.torch import save_file
from torch import Tensor, nn

from indextts.config import CAMPPlusConfig, W2VBertConfig
from indextts.features.w2v_bert import SemanticFeatures
from indextts.features.w2v_frontend import stacked_fbank
from indextts.speaker.campplus import CAMPPlus
from indextts.verify.features import campplus, w2v_bert
from indextts.verify.golden import Check, Golden
from tests.indextts.features.sounds import speechlike

ENCODER = W2VBertConfig(
    hidden_size=16, num_attention_heads=2, intermediate_size=20, conv_depthwise_kernel_size=3,
    left_max_position_embeddings=4, right_max_position_embeddings=1,
)  # fmt: skip
STYLE = CAMPPlusConfig(embedding_size=6, fcm_channels=2, growth_rate=2, init_channels=4, block_layers=(1, 1, 1))


def record(folder: Path, name: str, model: nn.Module, config: BaseModel, tensors: dict[str, Tensor]) -> Golden:
    weights = {f"w.{key}": value for key, value in model.state_dict().items()}
    save_file({key: value.contiguous() for key, value in (weights | tensors).items()}, folder / f"{name}.safetensors")
    (folder / f"{name}.json").write_text(json.dumps({"config": config.model_dump(mode="json")}), encoding="utf-8")
    return Golden(folder, name)


def failed(checks: list[Check]) -> set[str]:
    assert checks
    return {check.what for check in checks if not check.passed}


@torch.inference_mode()
def test_semantic_features(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = SemanticFeatures(ENCODER).eval()
    wave = torch.tensor(speechlike(0.525))[None]
    rows, valid = stacked_fbank(wave)
    tensors = {
        "in.wav16k_x": wave,
        "out.input_features_x": rows,
        "out.attention_mask_x": (torch.arange(rows.shape[1]) < valid).int()[None],
        "out.layer17_x": model(rows, valid),
        "out.normalised_x": model.encode(wave),
        "w.masked_spec_embed": torch.zeros(16),
    }
    assert failed(list(w2v_bert(record(tmp_path, "w2v_bert", model, ENCODER, tensors)))) == set()
    wrong = tensors | {
        "out.layer17_x": tensors["out.layer17_x"] * 1.001,
        "out.attention_mask_x": torch.ones(1, 26).int(),
    }
    assert failed(list(w2v_bert(record(tmp_path, "w2v_bert", model, ENCODER, wrong)))) == {
        "out.layer17_x",
        "out.attention_mask_x",
    }


@torch.inference_mode()
def test_style(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = CAMPPlus(STYLE).eval()
    fbank = torch.randn(1, 120, 80)
    tensors = {
        "in.fbank": fbank,
        "out.style": model(fbank),
        "in.fbank_long": fbank.clone(),
        "out.style_long": model(fbank) + 1,
    }
    assert failed(list(campplus(record(tmp_path, "campplus", model, STYLE, tensors)))) == {"out.style_long"}
