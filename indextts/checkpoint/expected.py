"""What each file of a layout must hold."""

from __future__ import annotations

from indextts.checkpoint.layout import Layout
from indextts.checkpoint.shapes.bigvgan import bigvgan_shapes
from indextts.checkpoint.shapes.campplus import campplus_shapes
from indextts.checkpoint.shapes.codec import codec_shapes
from indextts.checkpoint.shapes.gpt import gpt_shapes
from indextts.checkpoint.shapes.layers import Shapes
from indextts.checkpoint.shapes.s2mel import s2mel_shapes
from indextts.checkpoint.shapes.w2v_bert import w2v_bert_shapes


def expected(layout: Layout) -> dict[str, Shapes]:
    """Name of each weight file in the layout to its keys and shapes; a bare tensor has the empty key.

    The groups of ``s2mel`` lead their keys, as :func:`indextts.checkpoint.reading.read` names them.
    """
    config = layout.config
    groups = s2mel_shapes(config)
    prototypes, width = sum(config.emo_num), config.w2v_bert.hidden_size
    return {
        "gpt": gpt_shapes(config),
        "s2mel": {f"{group}.{key}": shape for group, shapes in groups.items() for key, shape in shapes.items()},
        "codec": codec_shapes(config.semantic_codec),
        "w2v_bert": w2v_bert_shapes(config.w2v_bert),
        "campplus": campplus_shapes(config.campplus),
        "bigvgan": bigvgan_shapes(config.bigvgan),
        "w2v_stats": {"mean": (width,), "var": (width,)},
        "speaker_matrix": {"": (prototypes, config.s2mel.style_encoder.dim)},
        "emotion_matrix": {"": (prototypes, config.gpt.model_dim)},
    }


def folded(shapes: Shapes) -> Shapes:
    """The same weights with every weight-norm pair put together, as some releases of the vocoder have them."""
    kept = {key: shape for key, shape in shapes.items() if not key.endswith((".weight_g", ".weight_v"))}
    return kept | {key.removesuffix("_v"): shape for key, shape in shapes.items() if key.endswith(".weight_v")}
