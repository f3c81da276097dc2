"""One decoding step on the device."""

from __future__ import annotations

from torch import Tensor

from indextts.t2s.cache import Cache, Step
from indextts.t2s.lm import SemanticLM


def step_logits(lm: SemanticLM, codes: Tensor, position: Tensor, cache: Cache, length: int) -> Tensor:
    """Everything a step does on the device: fixed shapes for one ``length``, no synchronisation, repeatable.

    Args:
        lm: the language model.
        codes: (beams,) int64.
        position: (1,) int64, the same for all beams.
        cache: after :meth:`Cache.follow`.
        length: rows of the cache to read.

    Returns:
        Logits (beams, V), float32.
    """
    rows = lm.code_rows(codes, position)  # (1,beams,D)
    return lm.logits(lm.hidden(rows, Step(cache, length))[0])
