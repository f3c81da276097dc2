"""Cuts Kokoro's one graph into four that can be led by hand, each a part of the road from phonemes to sound.

======== ================================ ================================================== ==========
part     from                             to                                                 share of cost
======== ================================ ================================================== ==========
text     phonemes, style                  frames per phoneme (25 ms each, before rounding),   4 %
                                          what each does to the prosody, what it sounds like
prosody  the last two, style, frames      F0 and energy per 12.5 ms, text features            2 %
frames   F0, energy, text features, style decoder features per 12.5 ms, harmonic source       8 %
sound    features, source, style, norms   samples                                            86 %
======== ================================ ================================================== ==========

Only the last is run on blocks of frames. It normalises every channel over time (AdaIN, Huang & Belongie 2017), so a
block would be scaled by what happens to lie in it. Therefore its means and variances are inputs here, measured
once per voice by the part ``measure``: the same network as ``sound``, which reports its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

VERSION = "2"
"""Goes up whenever the parts come out differently, so that older ones in the cache are left alone."""

TOKENS, STYLE = "tokens", "style"
DURATIONS = "/encoder/predictor/ReduceSum_output_0"
MOVES, SOUNDS = "/encoder/predictor/text_encoder/Concat_4_output_0", "/encoder/text_encoder/Transpose_2_output_0"
WHOLE_FRAMES = "/encoder/Clip_output_0"
PITCH, ENERGY = "/encoder/F0_proj/Conv_output_0", "/encoder/N_proj/Conv_output_0"
FEATURES = "/encoder/MatMul_1_output_0"
DECODED, SOURCE = "/decoder/decoder/decode.3/Div_4_output_0", "/decoder/decoder/generator/Concat_3_output_0"
AUDIO = "audio"
MEANS, VARIANCES = "means", "variances"

_GENERATOR = "/decoder/decoder/generator/"
_MEAN, _VARIANCE, _NORMED = "/ReduceMean_output_0", "/ReduceMean_2_output_0", "/Div_1_output_0"


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the graph: the values it starts from and those it ends in."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


CUTS = {
    "text": Cut((TOKENS, STYLE), (DURATIONS, MOVES, SOUNDS)),
    "prosody": Cut((MOVES, SOUNDS, STYLE, WHOLE_FRAMES), (PITCH, ENERGY, FEATURES)),
    "frames": Cut((PITCH, ENERGY, FEATURES, STYLE), (DECODED, SOURCE)),
}
PARTS = (*CUTS, "measure", "sound")


def cut_up(whole: bytes) -> dict[str, bytes]:
    """The parts by name, each a serialised ONNX model, from the serialised whole."""
    import onnx

    model = onnx.load_from_string(whole)
    norms = _norms(model.graph)
    cuts = {**CUTS, "measure": Cut((DECODED, SOURCE, STYLE), (AUDIO, *_statistics(norms)))}
    parts = {name: _part(model, cut).SerializeToString() for name, cut in cuts.items()}
    return {**parts, "sound": _led(model, norms).SerializeToString()}


def _statistics(norms: Iterable[str]) -> list[str]:
    return [norm + kind for norm in norms for kind in (_MEAN, _VARIANCE)]


def _norms(graph: GraphProto) -> list[str]:
    """Names of the generator's normalisations, each the stem of its values' names."""
    means = (node.output[0] for node in graph.node if node.op_type == "ReduceMean")
    return [name.removesuffix(_MEAN) for name in means if name.startswith(_GENERATOR) and name.endswith(_MEAN)]


def _part(model: ModelProto, cut: Cut) -> ModelProto:
    """The smallest model that gives ``cut.outputs`` from ``cut.inputs``."""
    from onnx import TensorProto, helper

    makers = {name: node for node in model.graph.node for name in node.output}
    constants = {constant.name: constant for constant in model.graph.initializer}
    kept, used, wanted = set(), set(), list(cut.outputs)
    while wanted:
        name = wanted.pop()
        if name in constants:
            used.add(name)
        elif name and name not in cut.inputs and id(makers[name]) not in kept:
            kept.add(id(makers[name]))
            wanted.extend(makers[name].input)
    kinds = {TOKENS: TensorProto.INT64}
    starts, ends = (
        [helper.make_tensor_value_info(name, kinds.get(name, TensorProto.FLOAT), None) for name in names]
        for names in (cut.inputs, cut.outputs)
    )
    nodes = [node for node in model.graph.node if id(node) in kept]
    graph = helper.make_graph(nodes, "kokoro", starts, ends, [constants[name] for name in sorted(used)])
    return helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)


def _led(model: ModelProto, norms: list[str]) -> ModelProto:
    """The generator with its means and variances as inputs, [1, channels of all, 1] each."""
    from onnx import TensorProto, helper, numpy_helper

    part = _part(model, Cut((DECODED, SOURCE, STYLE, *_statistics(norms)), (AUDIO,)))
    graph = part.graph
    given = [value for value in graph.input if value.name in (DECODED, SOURCE, STYLE)]
    del graph.input[:]
    graph.input.extend(given)
    graph.input.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in (MEANS, VARIANCES))
    graph.initializer.append(numpy_helper.from_array(np.asarray(_channels(graph, norms), np.int64), "channels"))
    nodes = _affine(graph)
    del graph.node[:]
    for name, kind in ((MEANS, _MEAN), (VARIANCES, _VARIANCE)):
        graph.node.append(helper.make_node("Split", [name, "channels"], [norm + kind for norm in norms], axis=1))
    graph.node.extend(nodes)
    return part


def _channels(graph: GraphProto, norms: list[str]) -> list[int]:
    """How many channels each normalisation has: half of its style's bias, which holds a scale and a shift for each."""
    sizes = {constant.name: constant.dims[0] for constant in graph.initializer if constant.dims}
    return [sizes[f"{norm[1:].replace('/', '.')}.fc.bias"] // 2 for norm in norms]


def _affine(graph: GraphProto) -> list[NodeProto]:
    """The nodes, with ``(x - mean) / deviation * scale + shift`` over whole tracks as one product and one sum.

    What depends on the style and the statistics alone is worked out per channel first.
    """
    from onnx import helper

    makers = {node.output[0]: node for node in graph.node}
    readers: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    gone, instead = set(), {}
    for divide in [node for name, node in makers.items() if name.startswith(_GENERATOR) and name.endswith(_NORMED)]:
        subtract = makers[divide.input[0]]
        track, mean = subtract.input
        gone |= {divide.output[0], subtract.output[0]}
        for scaled in readers[divide.output[0]]:
            (shifted,) = readers[scaled.output[0]]
            scale, shift = _other(scaled, divide.output[0]), _other(shifted, scaled.output[0])
            stem = scaled.output[0]
            gone.add(stem)
            instead[shifted.output[0]] = [
                helper.make_node("Div", [scale, divide.input[1]], [f"{stem}.slope"]),
                helper.make_node("Mul", [mean, f"{stem}.slope"], [f"{stem}.middle"]),
                helper.make_node("Sub", [shift, f"{stem}.middle"], [f"{stem}.offset"]),
                helper.make_node("Mul", [track, f"{stem}.slope"], [f"{stem}.scaled"]),
                helper.make_node("Add", [f"{stem}.scaled", f"{stem}.offset"], list(shifted.output)),
            ]
    nodes: list[NodeProto] = []
    for node in graph.node:
        nodes += instead.get(node.output[0], [] if node.output[0] in gone else [node])
    return [_copy(node) for node in nodes]


def _other(node: NodeProto, name: str) -> str:
    """The input of a sum or product that is not ``name``."""
    return str(next(each for each in node.input if each != name))


def _copy(node: NodeProto) -> NodeProto:
    """A node that outlives the list it came from."""
    copy = type(node)()
    copy.CopyFrom(node)
    return copy
