"""A feeling in words, for speech servers that take instructions."""

from __future__ import annotations

from engine.values import EmotionVector

_ADJECTIVES = {
    "happy": "happy", "angry": "angry", "sad": "sad", "afraid": "frightened", "disgusted": "disgusted",
    "melancholic": "melancholic", "surprised": "surprised", "calm": "calm",
}  # fmt: skip
_DEGREES = ((0.75, "very "), (0.4, ""), (0.1, "slightly "))


def in_words(emotion: EmotionVector) -> str:
    """For example "Sound very happy and slightly surprised."; "" without a feeling strong enough to hear."""
    by_strength = sorted(emotion.items(), key=lambda pair: -pair[1])
    felt = [f"{_degree(strength)}{_ADJECTIVES[name]}" for name, strength in by_strength if strength >= _DEGREES[-1][0]]
    return f"Sound {' and '.join(felt[:3])}." if felt else ""


def _degree(strength: float) -> str:
    return next(word for least, word in _DEGREES if strength >= least)
