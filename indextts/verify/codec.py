"""Golden cases of the semantic codec, version 2 and 2.5."""

from __future__ import annotations

import torch

from indextts.checkpoint.assign import assign
from indextts.codec.repcodec import RepCodec
from indextts.config import CodecConfig
from indextts.verify.golden import Checks, Golden, close, equal


def _codec(golden: Golden, *, decoder: bool) -> RepCodec:
    with torch.device("meta"):
        codec = RepCodec(CodecConfig.model_validate(golden.config), decoder=decoder)
    assign(codec, golden.weights(), name=golden.name, unused=codec.unused)
    return codec


def semantic_codec(golden: Golden) -> Checks:
    """Codes of features, their embeddings, embeddings of given codes."""
    codec = _codec(golden, decoder=False)
    codes, quantized = codec.quantize(golden["in.features"])
    yield equal("codes", codes, golden["out.codes"])
    yield close("quantised", quantized, golden["out.quantized"])
    yield close("embedded codes", codec.embed(golden["in.codes"]).mT, golden["out.vq2emb"])


def v25_codec(golden: Golden) -> Checks:
    """Codes at the halved rate, and semantic vectors decoded from codes."""
    codec = _codec(golden, decoder=True)
    codes, quantized = codec.quantize(golden["in.features"])
    yield equal("codes", codes, golden["out.codes"])
    yield close("quantised", quantized, golden["out.quantized"])
    yield close("decoded codes", codec.decode(golden["in.codes"]), golden["out.decoded"])
