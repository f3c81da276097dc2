"""Version 2: the speaker is 32 latents in the prompt; content is the codes plus what the language model knew."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.duration import CODES_50_HZ
from indextts.live.content import Content, LatentContent
from indextts.live.latents import LatentPass
from indextts.model import Line, Model, Parts, Speaker
from indextts.parts import Part, fit
from indextts.s2mel.length_regulator import LatentMLP
from indextts.t2s.cache import Kept
from indextts.t2s.conditioners import SpeakerConditioner
from indextts.t2s.lm import SemanticLM


@dataclass(frozen=True)
class PartsV2(Parts):
    """The modules of version 2: two more than both versions have."""

    speaker: Part[SpeakerConditioner]
    latent_mlp: Part[LatentMLP]


@dataclass
class ModelV2(Model):
    """IndexTTS-2."""

    parts: PartsV2
    rate = CODES_50_HZ

    def _identity(self, features: Tensor, style: Tensor) -> Tensor:
        with self.parts.speaker.lent() as conditioner:
            return conditioner.latents(*fit(conditioner, features))

    def _prompt_content(self, features: Tensor) -> Tensor:
        with self.parts.codec.lent() as codec:
            return codec.quantize(*fit(codec, features))[1]

    def _prompt_rows(self, lm: SemanticLM, speaker: Speaker, emotion: Tensor, line: Line) -> Tensor:
        latents, emotion, ids = fit(lm, speaker.identity, emotion, torch.tensor([line.ids], dtype=torch.int64))
        return lm.prompt(latents, emotion, ids)

    def _content(self, speaker: Speaker, emotion: Tensor, line: Line, codes: Tensor, kept: Kept | None) -> Tensor:
        with self.parts.lm.lent() as lm:
            latents, emotion, ids, codes = fit(
                lm, speaker.identity, emotion, torch.tensor([line.ids], dtype=torch.int64), codes
            )
            hidden = lm.latent_pass(latents, emotion, ids, codes, kept=kept)  # (1, n, 1280)
        with self.parts.latent_mlp.lent() as mlp, self.parts.codec.lent() as codec:
            known: Tensor = mlp(*fit(mlp, hidden))
            return codec.embed(*fit(codec, codes)).to(known) + known  # (1, n, 1024)

    @torch.inference_mode()
    def line_content(self, speaker: Speaker, emotion: Tensor, line: Line, kept: Kept) -> Content:
        """See :meth:`Model.line_content`."""
        parts = self.parts
        with parts.lm.lent() as lm:
            latents, emotion, ids = fit(lm, speaker.identity, emotion, torch.tensor([line.ids], dtype=torch.int64))
            return LatentContent(LatentPass(lm, latents, emotion, ids, kept), parts.lm, parts.latent_mlp, parts.codec)
