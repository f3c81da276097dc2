"""``campplus_cn_common.bin``: the style encoder."""

from __future__ import annotations

from collections.abc import Iterator

from indextts.checkpoint.shapes.layers import Shapes, batch_norm, joined, linear, under
from indextts.config import CAMPPlusConfig

ROWS_KEPT = 8  # the head halves the frequency rows three times
REDUCTION = 2  # of the context mask's bottleneck


def campplus_shapes(config: CAMPPlusConfig) -> Shapes:
    """Every key."""
    start = config.init_channels
    width = _widths(config)[-1][1]
    return joined(
        under("head", _head(config.fcm_channels)),
        linear("xvector.tdnn.linear", start, config.fcm_channels * (config.feat_dim // ROWS_KEPT), 5, bias=False),
        batch_norm("xvector.tdnn.nonlinear.batchnorm", start),
        *_dense_blocks(config),
        batch_norm("xvector.out_nonlinear.batchnorm", width),
        linear("xvector.dense.linear", config.embedding_size, 2 * width, 1, bias=False),
        batch_norm("xvector.dense.nonlinear.batchnorm", config.embedding_size, learned=False),
    )


def _widths(config: CAMPPlusConfig) -> list[tuple[int, int]]:
    """Channels before each dense block and after the layer that halves them behind it."""
    widths, before = [], config.init_channels
    for layers in config.block_layers:
        after = (before + layers * config.growth_rate) // 2
        widths.append((before, after))
        before = after
    return widths


def _dense_blocks(config: CAMPPlusConfig) -> Iterator[Shapes]:
    for block, (layers, (before, after)) in enumerate(zip(config.block_layers, _widths(config), strict=True), start=1):
        for layer in range(layers):
            shapes = _dense_layer(config, before + layer * config.growth_rate)
            yield under(f"xvector.block{block}.tdnnd{layer + 1}", shapes)
        yield batch_norm(f"xvector.transit{block}.nonlinear.batchnorm", 2 * after)
        yield linear(f"xvector.transit{block}.linear", after, 2 * after, 1, bias=False)


def _dense_layer(config: CAMPPlusConfig, width: int) -> Shapes:
    inner, growth = config.bn_size * config.growth_rate, config.growth_rate
    return joined(
        batch_norm("nonlinear1.batchnorm", width),
        linear("linear1", inner, width, 1, bias=False),
        batch_norm("nonlinear2.batchnorm", inner),
        linear("cam_layer.linear_local", growth, inner, 3, bias=False),
        linear("cam_layer.linear1", inner // REDUCTION, inner, 1),
        linear("cam_layer.linear2", growth, inner // REDUCTION, 1),
    )


def _head(width: int) -> Shapes:
    return joined(
        linear("conv1", width, 1, 3, 3, bias=False),
        batch_norm("bn1", width),
        *(under(f"layer{stage}.{index}", _residual(width, index)) for stage in (1, 2) for index in (0, 1)),
        linear("conv2", width, width, 3, 3, bias=False),
        batch_norm("bn2", width),
    )


def _residual(width: int, index: int) -> Shapes:
    shortcut = joined(linear("shortcut.0", width, width, 1, 1, bias=False), batch_norm("shortcut.1", width))
    return joined(
        *(linear(f"conv{half}", width, width, 3, 3, bias=False) for half in (1, 2)),
        *(batch_norm(f"bn{half}", width) for half in (1, 2)),
        shortcut if index == 0 else {},
    )
