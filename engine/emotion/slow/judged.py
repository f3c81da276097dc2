"""Eight numbers from a language model as a reading."""

from __future__ import annotations

from collections.abc import Sequence

from engine.emotion.reading import Reading
from engine.values import EMOTIONS, EmotionVector

_SHOWN = 0.15  # weaker emotions are no reason worth showing


def judged(scores: Sequence[float], reader: str) -> Reading:
    """Scores in the fixed order, clipped to 0 to 1; clear ones are cues, e.g. ``("qwen", "sad", 0.7)``.

    A language model does not say which words moved it, so the cue's text is the reader's name. No scores are neutral.
    """
    vector = EmotionVector(*(min(max(score, 0.0), 1.0) for score in scores))
    clear = [
        (reader, emotion, strength) for emotion, strength in zip(EMOTIONS, vector, strict=True) if strength >= _SHOWN
    ]
    return Reading(vector, tuple(sorted(clear, key=lambda cue: -cue[2])))
