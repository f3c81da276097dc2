"""How much of a feeling a kind of voice bears before its timbre breaks: one small table, by the voice's family."""

from __future__ import annotations

from dataclasses import dataclass

from engine.emotion.levels import Levels
from engine.values import EMOTIONS, EmotionVector

BIAS = (0.9375, 0.875, 1.0, 1.0, 0.9375, 0.9375, 0.6875, 0.5625)
"""IndexTTS2's share of each strength that is kept (released system, ``normalize_emo_vec``)."""
LARGEST_SUM = 0.8
"""IndexTTS2's greatest sum of strengths (same source)."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """``kept`` is the share of each strength, ``largest_sum`` shrinks all together; ``alpha``: emo_alpha applies."""

    kept: Levels = (1.0,) * len(EMOTIONS)
    largest_sum: float = float(len(EMOTIONS))
    alpha: bool = False

    def fit(self, feeling: EmotionVector, emo_alpha: float) -> EmotionVector:
        """The strengths this voice is to be given; ``emo_alpha`` (0 to 1) weakens them where it applies."""
        kept = [strength * share for strength, share in zip(feeling, self.kept, strict=True)]
        shrink = min(1.0, self.largest_sum / total) if (total := sum(kept)) > 0 else 1.0
        alpha = emo_alpha if self.alpha else 1.0
        return EmotionVector(*(strength * shrink * alpha for strength in kept))


CLONING = Timbre(BIAS, LARGEST_SUM, alpha=True)
EMBEDDED = Timbre()
"""The embedded voice's rule book shares sums over 1 out itself; ``mood.cap`` is its limit."""
FAMILIES = {"indextts": CLONING, "indextts2": CLONING}


def timbre_of(voice: str) -> Timbre:
    """The limits of the voice called ``voice`` ("indextts2:aoi"), by what stands before the colon."""
    return FAMILIES.get(voice.partition(":")[0], EMBEDDED)
