"""Codes to semantic vectors as they come."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from indextts.codec.convnext import KERNEL
from indextts.codec.repcodec import RepCodec
from indextts.live.latents import LatentPass
from indextts.parts import Part, fit
from indextts.s2mel.length_regulator import LatentMLP
from indextts.t2s.lm import SemanticLM


class Content(Protocol):
    """One line's content."""

    def upto(self, codes: Tensor) -> Tensor:
        """Semantic vectors (1, rows, width) of all codes so far, ``codes`` (1, n) int64; n only grows."""
        ...


class LatentContent:
    """Version 2: what the code stands for and what the language model knew; exact, each row computed once.

    Args:
        latents: the language model's second pass.
        lm: the language model.
        mlp: its states to semantic vectors.
        codec: the codes' vectors.
    """

    def __init__(self, latents: LatentPass, lm: Part[SemanticLM], mlp: Part[LatentMLP], codec: Part[RepCodec]) -> None:
        self._latents, self._lm, self._mlp, self._codec = latents, lm, mlp, codec
        self._rows: list[Tensor] = []
        self._known = 0

    @torch.inference_mode()
    def upto(self, codes: Tensor) -> Tensor:
        """See :class:`Content`."""
        if codes.shape[1] > self._known:
            self._rows.append(self._new(codes))
            self._known = codes.shape[1]
        return torch.cat(self._rows, dim=1)

    def _new(self, codes: Tensor) -> Tensor:
        with self._lm.lent() as lm:
            hidden = self._latents.advance(lm, codes)
        with self._mlp.lent() as mlp, self._codec.lent() as codec:
            known: Tensor = mlp(*fit(mlp, hidden))
            return codec.embed(*fit(codec, codes[:, self._known :])).to(known) + known


class DecodedContent:
    """Version 2.5: the codec's decoder, whose convolutions see some codes either side.

    Rows are final once the codes that far behind them are known; the last ones are computed again with the next call.

    Args:
        codec: decodes.
    """

    def __init__(self, codec: Part[RepCodec]) -> None:
        self._codec = codec
        self._rows: Tensor | None = None
        self._known = 0

    @torch.inference_mode()
    def upto(self, codes: Tensor) -> Tensor:
        """See :class:`Content`."""
        with self._codec.lent() as codec:
            reach = _reach(codec)
            start = max(0, self._known - 2 * reach)  # from where on rows are computed; right from start + reach on
            new = codec.decode(*fit(codec, codes[:, start:]))  # (1, 2 * (n - start), width)
        a_code = new.shape[1] // (codes.shape[1] - start)
        if self._rows is None or not start:
            self._rows = new
        else:
            self._rows = torch.cat([self._rows[:, : a_code * (start + reach)], new[:, a_code * reach :]], dim=1)
        self._known = codes.shape[1]
        return self._rows


def _reach(codec: RepCodec) -> int:
    """Codes either side that a row depends on."""
    backbone = codec.decoder[0]
    return KERNEL // 2 * (1 + len(backbone.convnext)) + 1  # type: ignore[arg-type] # a module list
