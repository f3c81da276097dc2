"""``w2v-bert-2.0/model.safetensors``: the speech encoder."""

from __future__ import annotations

from indextts.checkpoint.shapes.layers import Shapes, affine, joined, linear, under
from indextts.config import W2VBertConfig


def w2v_bert_shapes(config: W2VBertConfig) -> Shapes:
    """Every key, of the layers that inference never runs as well."""
    width, inputs = config.hidden_size, config.feature_projection_input_dim
    mask: Shapes = {"masked_spec_embed": (width,)}
    return joined(
        mask,
        affine("feature_projection.layer_norm", inputs),
        linear("feature_projection.projection", width, inputs),
        *(under(f"encoder.layers.{index}", _layer(config)) for index in range(config.num_hidden_layers)),
    )


def _layer(config: W2VBertConfig) -> Shapes:
    width = config.hidden_size
    distances = config.left_max_position_embeddings + config.right_max_position_embeddings + 1
    return joined(
        *(_feed_forward(f"ffn{half}", config) for half in (1, 2)),
        affine("self_attn_layer_norm", width),
        *(linear(f"self_attn.linear_{kind}", width, width) for kind in ("q", "k", "v", "out")),
        linear("self_attn.distance_embedding", distances, width // config.num_attention_heads, bias=False),
        affine("conv_module.layer_norm", width),
        linear("conv_module.pointwise_conv1", 2 * width, width, 1, bias=False),
        linear("conv_module.depthwise_conv", width, 1, config.conv_depthwise_kernel_size, bias=False),
        affine("conv_module.depthwise_layer_norm", width),
        linear("conv_module.pointwise_conv2", width, width, 1, bias=False),
        affine("final_layer_norm", width),
    )


def _feed_forward(name: str, config: W2VBertConfig) -> Shapes:
    width, inner = config.hidden_size, config.intermediate_size
    return joined(
        affine(f"{name}_layer_norm", width),
        linear(f"{name}.intermediate_dense", inner, width),
        linear(f"{name}.output_dense", width, inner),
    )
