"""How long a voice is waited for, while another could speak instead."""

from __future__ import annotations

from engine.errors import StalledError
from engine.voices.fallback import FallbackSettings

LONGER = 10
"""Times ``first_s`` that a step may take where waiting harms less than giving up: no model works so long at one."""


def stalled(name: str) -> StalledError:
    """The voice called ``name`` used up its time."""
    return StalledError(f"The voice {name} takes too long.", "Free its GPU or its network.")


class Patience:
    """With one voice over one line.

    Args:
        limits: the profile's figures.
        endless: there is no other voice.
        last: no other voice could say this line; dropping it would be worse than waiting some time.
        realtime: somebody listens; for a file a voice may take its time.
    """

    def __init__(self, limits: FallbackSettings, *, endless: bool, last: bool, realtime: bool) -> None:
        self._limits = limits
        self._endless = endless
        self._calm = last or not realtime
        self._sounding = False
        self._silent_s = 0.0

    def allowed_s(self, in_hand_s: float) -> float | None:
        """Seconds the next step may take while ``in_hand_s`` seconds of sound wait to be heard; None for ever.

        A voice that works at its line without sound is left alone as long as the listener hears something.
        """
        limits = self._limits
        if self._endless:
            return None
        if self._calm:
            return LONGER * limits.first_s
        if not self._sounding:
            return max(0.0, limits.first_s - self._silent_s)
        return limits.step_s if in_hand_s > 0 else max(0.0, limits.step_s - self._silent_s)

    def took(self, seconds: float, *, sounded: bool) -> None:
        """Take note of a step."""
        self._sounding = self._sounding or sounded
        self._silent_s = 0.0 if sounded else self._silent_s + seconds
