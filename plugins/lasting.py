"""How long a feeling that was heard is shown. Pure."""

from __future__ import annotations

from engine.api import EmotionVector, Moment


def lasting(moment: Moment, linger_s: float, otherwise: EmotionVector) -> EmotionVector:
    """The feeling of what is heard, and for ``linger_s`` seconds of silence after it; then ``otherwise``."""
    if moment.passage is not None and moment.silence_s <= linger_s:
        return moment.passage.emotion
    return otherwise
