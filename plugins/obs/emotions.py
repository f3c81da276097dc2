"""Names of emotions in a profile."""

from __future__ import annotations

from engine.api import EMOTIONS


def known_emotion(name: str) -> str:
    """``name``, where it is one of the eight."""
    if name not in EMOTIONS:
        raise ValueError(f"{name!r} is none of {', '.join(EMOTIONS)}")
    return name
