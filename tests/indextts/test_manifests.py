"""At the released sizes every module takes exactly the keys and shapes of the official files.

``tests/data/manifests`` holds key and shape of every tensor in them.
"""

import json
from pathlib import Path

import pytest
import torch

from indextts.checkpoint.assign import fold_weight_norm, mismatch, select, unused_keys
from indextts.checkpoint.expected import folded
from indextts.checkpoint.layout import complete_config
from indextts.checkpoint.random_weights import full_config
from indextts.codec.repcodec import RepCodec
from indextts.features.w2v_bert import SemanticFeatures
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LatentMLP, LengthRegulator
from indextts.speaker.campplus import CAMPPlus
from indextts.t2s.conditioners import EmotionConditioner, SpeakerConditioner
from indextts.t2s.lm import SemanticLM
from indextts.vocoder.bigvgan import BigVGAN

FOLDER = Path(__file__).parent.parent / "data" / "manifests"
NOWHERE = Path("nowhere")
C2 = complete_config(full_config("2"), "2", NOWHERE, NOWHERE)
C25 = complete_config(full_config("2.5"), "2.5", NOWHERE, NOWHERE)
WIDTH = C2.w2v_bert.hidden_size

MODULES = {
    "speaker conditioner": ("gpt", lambda: SpeakerConditioner(C2.gpt, WIDTH)),
    "emotion conditioner": ("gpt", lambda: EmotionConditioner(C2.gpt, WIDTH, C2.emo_perceiver_dim)),
    "language model": ("gpt", lambda: SemanticLM(C2.gpt)),
    "codec": ("codec", lambda: RepCodec(C2.semantic_codec)),
    "style": ("campplus", lambda: CAMPPlus(C2.campplus)),
    "vocoder": ("bigvgan", lambda: BigVGAN(C2.bigvgan)),
    "vocoder, folded": ("bigvgan_folded", lambda: BigVGAN(C2.bigvgan)),
    "flow": ("s2mel.cfm", lambda: FlowMatching(C2.s2mel)),
    "length regulator": ("s2mel.length_regulator", lambda: LengthRegulator(C2.s2mel.length_regulator)),
    "latent MLP": ("s2mel.gpt_layer", lambda: LatentMLP(C2.gpt_layer.dims)),
    "emotion conditioner 2.5": ("gpt_v2_5", lambda: EmotionConditioner(C25.gpt, WIDTH, C25.emo_perceiver_dim)),
    "language model 2.5": ("gpt_v2_5", lambda: SemanticLM(C25.gpt)),
    "codec 2.5": ("codec_v2_5", lambda: RepCodec(C25.semantic_codec, encoder=False, decoder=True)),
    "whole codec 2.5": ("codec_v2_5", lambda: RepCodec(C25.semantic_codec, encoder=True, decoder=True)),
}


@pytest.fixture(scope="module")
def manifests():
    files = {path.stem: json.loads(path.read_text(encoding="utf-8"))["tensors"] for path in FOLDER.glob("*.json")}
    for key, shape in files.pop("s2mel").items():
        group, _, rest = key.partition(".")
        files.setdefault(f"s2mel.{group}", {})[rest] = shape
    return files | {"bigvgan_folded": folded(files["bigvgan"])}


def tensors(shapes):
    return {key: torch.empty(shape, device="meta") for key, shape in shapes.items()}


@pytest.mark.parametrize("name", MODULES)
def test_no_key_is_missing_unexpected_or_of_another_shape(manifests, name):
    file, build = MODULES[name]
    with torch.device("meta"):
        module = build()
    given = select(tensors(manifests[file]), unused_keys(module))
    assert given
    assert not mismatch(module, fold_weight_norm(given)), mismatch(module, fold_weight_norm(given))


def test_the_speech_encoder_with_its_statistics(manifests):
    with torch.device("meta"):
        module = SemanticFeatures(C2.w2v_bert)
    given = select(tensors(manifests["w2v_bert"]), unused_keys(module))
    assert not any(".17." in key for key in given)
    given |= {name: torch.empty(WIDTH, device="meta") for name in ("mean", "var")}
    assert not mismatch(module, given), mismatch(module, given)


@pytest.mark.parametrize("file", ["gpt", "gpt_v2_5"])
def test_every_key_of_the_language_models_file_has_a_module_or_is_for_training(manifests, file):
    version = "2.5" if file.endswith("2_5") else ""
    wanted: set[str] = set()
    for name in ("speaker conditioner", "emotion conditioner", "language model"):
        key = f"{name} {version}".strip()
        if key in MODULES:
            with torch.device("meta"):
                wanted |= MODULES[key][1]().state_dict().keys()
    left = manifests[file].keys() - wanted
    assert {key.split(".")[0] for key in left} == {"text_head"}
