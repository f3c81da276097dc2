"""Version 2's latent pass as codes come: each row is computed once.

Decoding numbers the codes' positions otherwise than the pass (0, 2, 3, ... there, 0, 1, 2, ... here), so its own
hidden states cannot be used; the keys and values of the prompt can.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from indextts.t2s.cache import Kept
from indextts.t2s.lm import SPACER_ROWS, SemanticLM


class Growing:
    """Memory of a causal pass that goes on: what it was given stays; see :class:`indextts.t2s.gpt.Memory`.

    Args:
        kept: what it begins with, such as a prompt's keys and values.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        layers = range(0 if kept is None else len(kept.keys))
        self._layers = {i: (kept.keys[i, None], kept.values[i, None]) for i in layers} if kept is not None else {}

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Each of the T rows sees all rows before and itself."""
        before = 0
        if layer in self._layers:
            keys, values = self._layers[layer]
            before = keys.shape[2]
            k, v = torch.cat((keys, k), dim=2), torch.cat((values, v), dim=2)  # (1,h,before+T,d)
        self._layers[layer] = k, v
        visible = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device).tril(before)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=visible)


class LatentPass:
    """The states that predict each code, code by code.

    Args:
        lm: the language model.
        latents: speaker latents (1, 32, D).
        emovec: emotion vector (1, D).
        text_ids: (1, n) int64.
        kept: of the generation with the same prompt.
    """

    def __init__(self, lm: SemanticLM, latents: Tensor, emovec: Tensor, text_ids: Tensor, kept: Kept) -> None:
        whole = latents.shape[1] + SPACER_ROWS + text_ids.shape[1] + 2
        self._memory = Growing(kept if kept.rows == whole else None)
        if kept.rows != whole:  # ids were dropped for decoding, which the pass reads
            lm.hidden(lm.prompt(latents, emovec, text_ids, drop_frame_ids=False), self._memory)
        self._read = 0

    def advance(self, lm: SemanticLM, codes: Tensor) -> Tensor:
        """States (1, m, D) of the codes that are new: ``codes`` (1, known) int64 are all so far."""
        known = codes.shape[1]
        inputs = F.pad(codes, (1, 0), value=lm.config.start_mel_token)[0, self._read : known].to(lm.like.device)
        positions = torch.arange(self._read, known, device=lm.like.device)
        self._read = known
        return lm.hidden(lm.code_rows(inputs, positions), self._memory)
