"""The status source's text, at most twice a second. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.api import EmotionVector, clean_line

LEAST_S = 0.5
_LONGEST = 200


class StatusLine:
    """Fills in the profile's template from the engine's figures."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._next = float("-inf")

    def due(self, now: float) -> bool:
        """Whether it is time to look again; counts as a look."""
        if now < self._next:
            return False
        self._next = now + LEAST_S
        return True

    def text(self, vitals: Mapping[str, Any]) -> str:
        """The line for the answer of the verb ``status``."""
        state = "PAUSED" if vitals.get("paused") else "MUTED" if vitals.get("muted") else "LIVE"
        mood, strength = EmotionVector(**vitals.get("mood", {})).top
        filled = self._template.format(
            state=state,
            voice=vitals.get("voice", ""),
            waiting=vitals.get("waiting", 0),
            mood=mood if strength >= 0.1 else "calm",
        )
        return clean_line(filled, _LONGEST)
