"""Golden cases of the front ends, the semantic features and the style encoder."""

from __future__ import annotations

import torch

from indextts.checkpoint.assign import assign
from indextts.config import CAMPPlusConfig, PreprocessConfig, SpectConfig, W2VBertConfig
from indextts.features import fbank
from indextts.features.mel import log_mel, mel_filterbank
from indextts.features.w2v_bert import UNUSED, SemanticFeatures
from indextts.features.w2v_frontend import stacked_fbank
from indextts.speaker.campplus import CAMPPlus
from indextts.verify.golden import Checks, Golden, close, equal


def mel(golden: Golden) -> Checks:
    """Log-mel for each number of bands recorded, and the filter bank where it is."""
    wave = golden["in.wav22k"]
    for key in sorted(key for key in golden.tensors if key.startswith(("out.mel", "out.filterbank"))):
        bands = golden[key].shape[-2]
        spect = SpectConfig.model_validate({**golden.config, "n_mels": bands})
        config = PreprocessConfig(sr=golden.config["sr"], spect_params=spect)
        actual = mel_filterbank(config) if "filterbank" in key else log_mel(wave, config)
        yield close(key, actual, golden[key])


def kaldi_fbank(golden: Golden) -> Checks:
    """Filter banks as they are, and with the mean removed."""
    wave = golden["in.wav16k"]
    yield close("out.fbank", fbank.kaldi_fbank(wave), golden["out.fbank"])
    yield close("out.fbank_mean_removed", fbank.speaker_fbank(wave)[0], golden["out.fbank_mean_removed"])


def w2v_bert(golden: Golden) -> Checks:
    """Front end, mask, layer 17 and the standardised features of every recorded wave."""
    with torch.device("meta"):
        model = SemanticFeatures(W2VBertConfig.model_validate(golden.config))
    assign(model, golden.weights(), name="w2v_bert", unused=UNUSED)
    for key in sorted(key for key in golden.tensors if key.startswith("in.wav16k")):
        case = key.removeprefix("in.wav16k")
        rows, valid = stacked_fbank(golden[key])
        yield close(f"out.input_features{case}", rows, golden[f"out.input_features{case}"])
        mask = (torch.arange(rows.shape[1]) < valid).int()[None]
        yield equal(f"out.attention_mask{case}", mask, golden[f"out.attention_mask{case}"])
        yield close(f"out.layer17{case}", model(rows, valid), golden[f"out.layer17{case}"])
        yield close(f"out.normalised{case}", model.encode(golden[key]), golden[f"out.normalised{case}"])


def campplus(golden: Golden) -> Checks:
    """The style vector of every recorded filter bank."""
    with torch.device("meta"):
        model = CAMPPlus(CAMPPlusConfig.model_validate(golden.config))
    assign(model, golden.weights(), name="campplus")
    for key in sorted(key for key in golden.tensors if key.startswith("in.fbank")):
        out = key.replace("in.fbank", "out.style")
        yield close(out, model(golden[key]), golden[out])
