"""A model small enough for tests: every part, every key, a few hundred thousand values."""

from __future__ import annotations

from typing import Any

from indextts.checkpoint.layout import Version
from indextts.config import ModelConfig, config_from

WIDTH = 32  # of the semantic vectors, and of everything between them and the mel
MELS = 20
STYLE = 24
TEXT_TOKENS = {"2": 400, "2.5": 256 + 1673}  # 2.5: one rank per byte, then the special tokens
CONDITION = {"output_size": 16, "linear_units": 24, "attention_heads": 2, "num_blocks": 2}
VALUES: dict[str, Any] = {
    "gpt": {
        "model_dim": 64,
        "layers": 3,
        "heads": 4,
        "max_mel_tokens": 302,
        "max_text_tokens": 130,
        "number_mel_codes": 66,
        "start_mel_token": 64,
        "stop_mel_token": 65,
        "condition_module": CONDITION,
        "emo_condition_module": CONDITION | {"linear_units": 20, "attention_heads": 1},
    },
    "semantic_codec": {
        "codebook_size": 64,
        "hidden_size": WIDTH,
        "codebook_dim": 4,
        "vocos_dim": 24,
        "vocos_intermediate_dim": 48,
        "vocos_num_layers": 2,
    },
    "s2mel": {
        "preprocess_params": {"spect_params": {"n_mels": MELS}},
        "style_encoder": {"dim": STYLE},
        "length_regulator": {"channels": WIDTH, "in_channels": WIDTH, "content_codebook_size": 16},
        "DiT": {
            "hidden_dim": WIDTH,
            "num_heads": 2,
            "depth": 5,
            "in_channels": MELS,
            "content_dim": WIDTH,
            "content_codebook_size": 16,
        },
        "wavenet": {"hidden_dim": WIDTH, "num_layers": 3},
    },
    "gpt_layer": {"dims": [64, 20, 12, WIDTH]},
    "campplus": {
        "embedding_size": STYLE,
        "fcm_channels": 8,
        "growth_rate": 4,
        "bn_size": 2,
        "init_channels": 16,
        "block_layers": [2, 3, 2],
    },
    "bigvgan": {
        "upsample_initial_channel": 64,
        "num_mels": MELS,
        "resblock_kernel_sizes": [3, 7],
        "resblock_dilation_sizes": [[1, 3], [1, 3]],
    },
    "w2v_bert": {
        "hidden_size": WIDTH,
        "num_hidden_layers": 18,
        "num_attention_heads": 2,
        "intermediate_size": 48,
        "conv_depthwise_kernel_size": 7,
        "left_max_position_embeddings": 8,
        "right_max_position_embeddings": 3,
    },
    "emo_perceiver_dim": WIDTH,
    "emo_num": [3, 4, 2, 2, 1, 2, 3, 5],
}


def tiny_config(version: Version = "2") -> ModelConfig:
    """A small configuration whose parts fit together."""
    return config_from(VALUES | {"gpt": VALUES["gpt"] | {"number_text_tokens": TEXT_TOKENS[version]}})
