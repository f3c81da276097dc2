"""What reads the emotion of a text."""

from __future__ import annotations

from typing import Protocol

from indextts.emotion.vector import EmotionVector


class TextEmotion(Protocol):
    """Any model that feels a text; :class:`indextts.emotion.qwen.QwenEmotion` is the official one."""

    def scores(self, text: str) -> EmotionVector:
        """Eight scores, 0 to 1.2, in the order of :data:`indextts.emotion.vector.EMOTIONS`."""
        ...
