"""Nothing may be tied to the CPU: on the meta device a stray CPU tensor is an error, whatever the real device is."""

import torch

from indextts.config import CAMPPlusConfig, PreprocessConfig, W2VBertConfig
from indextts.features.mel import log_mel
from indextts.features.w2v_bert import SemanticFeatures
from indextts.speaker.campplus import CAMPPlus


@torch.inference_mode()
def test_everything_runs_where_its_weights_are_at_full_size() -> None:
    with torch.device("meta"):
        semantic, style = SemanticFeatures(W2VBertConfig()), CAMPPlus(CAMPPlusConfig())
    assert semantic.encode(torch.randn(1, 15 * 16000)).shape == (1, 749, 1024)
    assert semantic.encode(torch.randn(1, 15 * 16000)).device.type == "meta"
    assert style(torch.randn(2, 1498, 80)).shape == (2, 192)
    assert log_mel(torch.empty(1, 330750, device="meta"), PreprocessConfig()).shape == (1, 80, 1291)


def test_only_seventeen_layers_are_built() -> None:
    with torch.device("meta"):
        model = SemanticFeatures(W2VBertConfig())
    assert sum(p.numel() for p in model.parameters()) == 17 * sum(
        p.numel() for p in model.encoder.layers[0].parameters()
    ) + sum(p.numel() for p in model.feature_projection.parameters())
