"""What a model hands back."""

from __future__ import annotations

from dataclasses import dataclass

from engine.values import EmotionVector

Cue = tuple[str, str, float]
"""(matched text, emotion, strength 0 to 1)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's own emotion and why; ``cues`` are strongest first."""

    vector: EmotionVector
    cues: tuple[Cue, ...] = ()
