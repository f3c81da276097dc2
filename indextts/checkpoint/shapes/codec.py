"""The semantic codec: ``semantic_codec_model.safetensors`` (version 2), ``codec.pth`` (version 2.5)."""

from __future__ import annotations

from indextts.checkpoint.shapes.layers import Shapes, affine, joined, linear, under, weight_normed
from indextts.config import CodecConfig

KERNEL = 7


def codec_shapes(codec: CodecConfig) -> Shapes:
    """Every key; the layers around the backbones exist only where the codec halves the rate."""
    hidden = codec.hidden_size
    resampling = joined(linear("down", hidden, hidden, 3), linear("up", hidden, hidden, 3))
    codebook: Shapes = {"codebook.weight": (codec.codebook_size, codec.codebook_dim)}
    quantizer = joined(
        weight_normed("in_project", codec.codebook_dim, hidden, 1),
        weight_normed("out_project", hidden, codec.codebook_dim, 1),
        codebook,
    )
    return joined(
        resampling if codec.downsample_scale > 1 else {},
        under("encoder", _backbone(codec)),
        under("decoder", _backbone(codec)),
        under("quantizer.quantizers.0", quantizer),
    )


def _backbone(codec: CodecConfig) -> Shapes:
    width = codec.vocos_dim
    return joined(
        linear("0.embed", width, codec.hidden_size, KERNEL),
        affine("0.norm", width),
        *(under(f"0.convnext.{index}", _block(codec)) for index in range(codec.vocos_num_layers)),
        affine("0.final_layer_norm", width),
        linear("1", codec.hidden_size, width),
    )


def _block(codec: CodecConfig) -> Shapes:
    width, inner = codec.vocos_dim, codec.vocos_intermediate_dim
    scale: Shapes = {"gamma": (width,)}
    return joined(
        scale,
        linear("dwconv", width, 1, KERNEL),
        affine("norm", width),
        linear("pwconv1", inner, width),
        linear("pwconv2", width, inner),
    )
