"""``gpt.pth``: the conditioners, the language model, and its tables."""

from __future__ import annotations

from indextts.checkpoint.shapes.layers import Shapes, affine, joined, linear, under
from indextts.config import ConditionConfig, GPTConfig, ModelConfig

POSITIONS = 5000  # rows of the stored position tables
CONFORMER_KERNEL = 15
PERCEIVER_HEAD = 64
PERCEIVER_DEPTH = 2
SPEAKER_LATENTS = 32


def gpt_shapes(config: ModelConfig) -> Shapes:
    """Every key of ``gpt.pth``; ``config.gpt.spk_cond_mode`` decides between version 2 and 2.5."""
    gpt, features, width = config.gpt, config.w2v_bert.hidden_size, config.gpt.model_dim
    emotion, emotion_width = gpt.emo_condition_module, config.emo_perceiver_dim
    return joined(
        _speaker(gpt, features),
        under("emo_conditioning_encoder", _conformer(emotion, features)),
        under("emo_perceiver_encoder", _perceiver(emotion, 1, emotion_width)),
        linear("emo_layer", width, width),
        linear("emovec_layer", width, emotion_width),
        _language_model(gpt),
    )


def _speaker(gpt: GPTConfig, features: int) -> Shapes:
    if gpt.spk_cond_mode == "campplus":
        languages: Shapes = {"lang_embedding.weight": (gpt.languages, gpt.model_dim)}
        return linear("spk_emb_proj", gpt.model_dim, gpt.style_dim) | languages
    speeds: Shapes = {"speed_emb.weight": (2, gpt.model_dim)}
    return joined(
        under("conditioning_encoder", _conformer(gpt.condition_module, features)),
        under("perceiver_encoder", _perceiver(gpt.condition_module, SPEAKER_LATENTS, gpt.model_dim)),
        speeds,
    )


def _language_model(gpt: GPTConfig) -> Shapes:
    width, text, codes = gpt.model_dim, gpt.number_text_tokens + 1, gpt.number_mel_codes
    tables: Shapes = {
        "text_embedding.weight": (text, width),
        "mel_embedding.weight": (codes, width),
        "text_pos_embedding.emb.weight": (gpt.max_text_tokens + 2, width),
        "mel_pos_embedding.emb.weight": (gpt.max_mel_tokens + 3, width),
    }
    return joined(
        tables,
        *(under(f"gpt.h.{index}", _block(width)) for index in range(gpt.layers)),
        affine("gpt.ln_f", width),
        affine("final_norm", width),
        linear("text_head", text, width),
        linear("mel_head", codes, width),
    )


def _block(width: int) -> Shapes:
    return joined(
        affine("ln_1", width),
        affine("ln_2", width),
        _transposed("attn.c_attn", width, 3 * width),
        _transposed("attn.c_proj", width, width),
        _transposed("mlp.c_fc", width, 4 * width),
        _transposed("mlp.c_proj", 4 * width, width),
    )


def _transposed(name: str, into: int, out: int) -> Shapes:
    return {f"{name}.weight": (into, out), f"{name}.bias": (out,)}


def _conformer(condition: ConditionConfig, features: int) -> Shapes:
    width = condition.output_size
    positions: Shapes = {"embed.pos_enc.pe": (1, POSITIONS, width)}
    return joined(
        linear("embed.conv.0", width, 1, 3, 3),
        linear("embed.out.0", width, width * ((features - 1) // 2)),
        positions,
        affine("after_norm", width),
        *(under(f"encoders.{index}", _conformer_block(condition)) for index in range(condition.num_blocks)),
    )


def _conformer_block(condition: ConditionConfig) -> Shapes:
    width, heads = condition.output_size, condition.attention_heads
    biases: Shapes = {f"self_attn.pos_bias_{kind}": (heads, width // heads) for kind in "uv"}
    return joined(
        biases,
        *(linear(f"self_attn.linear_{kind}", width, width) for kind in ("q", "k", "v", "out")),
        linear("self_attn.linear_pos", width, width, bias=False),
        linear("feed_forward.w_1", condition.linear_units, width),
        linear("feed_forward.w_2", width, condition.linear_units),
        linear("conv_module.pointwise_conv1", 2 * width, width, 1),
        linear("conv_module.depthwise_conv", width, 1, CONFORMER_KERNEL),
        linear("conv_module.pointwise_conv2", width, width, 1),
        *(affine(f"{kind}", width) for kind in ("conv_module.norm", "norm_ff", "norm_mha", "norm_conv", "norm_final")),
    )


def _perceiver(condition: ConditionConfig, latents: int, width: int) -> Shapes:
    rows: Shapes = {"latents": (latents, width), "norm.gamma": (width,)}
    layers = (under(f"layers.{index}", _perceiver_layer(condition, width)) for index in range(PERCEIVER_DEPTH))
    return joined(rows, linear("proj_context", width, condition.output_size), *layers)


def _perceiver_layer(condition: ConditionConfig, width: int) -> Shapes:
    inner = PERCEIVER_HEAD * condition.attention_heads
    gated = width * condition.perceiver_mult * 2 // 3
    return joined(
        linear("0.to_q", inner, width, bias=False),
        linear("0.to_kv", 2 * inner, width, bias=False),
        linear("0.to_out", width, inner, bias=False),
        linear("1.0", 2 * gated, width),
        linear("1.2", width, gated),
    )
