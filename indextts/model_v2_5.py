"""Version 2.5: the speaker is one style row in the prompt; content is decoded from the codes, two vectors a code."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.duration import CODES_25_HZ
from indextts.live.content import Content, DecodedContent
from indextts.model import Line, Model, Speaker
from indextts.parts import fit
from indextts.t2s.cache import Kept
from indextts.t2s.lm import SemanticLM


@dataclass
class ModelV25(Model):
    """IndexTTS-2.5."""

    rate = CODES_25_HZ
    stretches_only = True
    rows_per_code = 2

    def _identity(self, features: Tensor, style: Tensor) -> Tensor:
        return style

    def _prompt_content(self, features: Tensor) -> Tensor:
        return features

    def _prompt_rows(self, lm: SemanticLM, speaker: Speaker, emotion: Tensor, line: Line) -> Tensor:
        style, emotion, ids = fit(lm, speaker.identity, emotion, torch.tensor([line.ids], dtype=torch.int64))
        return lm.prompt_v25(style, emotion, ids, line.language or 0)

    def _content(self, speaker: Speaker, emotion: Tensor, line: Line, codes: Tensor, kept: Kept | None) -> Tensor:
        with self.parts.codec.lent() as codec:
            return codec.decode(*fit(codec, codes))  # (1, 2n, 1024)

    def line_content(self, speaker: Speaker, emotion: Tensor, line: Line, kept: Kept) -> Content:
        """See :meth:`Model.line_content`."""
        return DecodedContent(self.parts.codec)
