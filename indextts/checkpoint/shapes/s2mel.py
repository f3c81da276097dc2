"""``s2mel.pth``: three groups below ``net``."""

from __future__ import annotations

from itertools import pairwise

from indextts.checkpoint.shapes.layers import Shapes, affine, joined, linear, under, weight_normed
from indextts.config import LengthRegulatorConfig, ModelConfig, S2MelConfig

ROTARY_POSITIONS = 16384
TIME_FREQUENCIES = 128


def s2mel_shapes(config: ModelConfig) -> dict[str, Shapes]:
    """Group to keys: ``cfm``, ``length_regulator``, ``gpt_layer``."""
    return {
        "cfm": under("estimator", _estimator(config.s2mel)),
        "length_regulator": _regulator(config.s2mel.length_regulator),
        "gpt_layer": joined(
            *(linear(str(index), out, into) for index, (into, out) in enumerate(pairwise(config.gpt_layer.dims)))
        ),
    }


def _estimator(config: S2MelConfig) -> Shapes:
    dit, width, head, mels = config.dit, config.dit.hidden_dim, config.wavenet.hidden_dim, config.dit.in_channels
    tables: Shapes = {
        "input_pos": (ROTARY_POSITIONS,),
        "cond_embedder.weight": (dit.content_codebook_size, width),
        "content_mask_embedder.weight": (1, width),
    }
    return joined(
        tables,
        *(under(f"transformer.layers.{index}", _transformer_block(width)) for index in range(dit.depth)),
        _adaptive_norm("transformer.norm", width),
        weight_normed("x_embedder", width, mels),
        linear("cond_projection", width, dit.content_dim),
        _timestep("t_embedder", width),
        _timestep("t_embedder2", head),
        linear("conv1", head, width),
        linear("conv2", mels, head, 1),
        under("wavenet", _wavenet(config)),
        weight_normed("final_layer.linear", head, head),
        linear("final_layer.adaLN_modulation.1", 2 * head, head),
        linear("res_projection", head, width),
        linear("skip_linear", width, width + mels),
        linear("cond_x_merge_linear", width, width + 2 * mels + config.style_encoder.dim),
    )


def _transformer_block(width: int) -> Shapes:
    inner = -(-(8 * width // 3) // 256) * 256  # two thirds of four widths, rounded up to a multiple of 256
    return joined(
        linear("attention.wqkv", 3 * width, width, bias=False),
        linear("attention.wo", width, width, bias=False),
        linear("feed_forward.w1", inner, width, bias=False),
        linear("feed_forward.w3", inner, width, bias=False),
        linear("feed_forward.w2", width, inner, bias=False),
        _adaptive_norm("ffn_norm", width),
        _adaptive_norm("attention_norm", width),
        linear("skip_in_linear", width, 2 * width),
    )


def _adaptive_norm(name: str, width: int) -> Shapes:
    return linear(f"{name}.project_layer", 2 * width, width) | {f"{name}.norm.weight": (width,)}


def _timestep(name: str, width: int) -> Shapes:
    frequencies: Shapes = {f"{name}.freqs": (TIME_FREQUENCIES,)}
    return joined(
        frequencies, linear(f"{name}.mlp.0", width, 2 * TIME_FREQUENCIES), linear(f"{name}.mlp.2", width, width)
    )


def _wavenet(config: S2MelConfig) -> Shapes:
    width, layers, kernel = config.wavenet.hidden_dim, config.wavenet.num_layers, config.wavenet.kernel_size
    last = layers - 1  # has no residual half
    return joined(
        weight_normed("cond_layer.conv.conv", 2 * width * layers, width, 1),
        *(weight_normed(f"in_layers.{index}.conv.conv", 2 * width, width, kernel) for index in range(layers)),
        *(
            weight_normed(f"res_skip_layers.{index}.conv.conv", width if index == last else 2 * width, width, 1)
            for index in range(layers)
        ),
    )


def _regulator(config: LengthRegulatorConfig) -> Shapes:
    width, stages = config.channels, len(config.sampling_ratios)
    tables: Shapes = {"mask_token": (1, width), "embedding.weight": (config.content_codebook_size, width)}
    return joined(
        tables,
        *(linear(f"model.{3 * stage}", width, width, 3) for stage in range(stages)),
        *(affine(f"model.{3 * stage + 1}", width) for stage in range(stages)),
        linear(f"model.{3 * stages}", width, width, 1),
        linear("content_in_proj", width, config.in_channels),
    )
