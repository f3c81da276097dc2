"""Which look is on, changed no more often than a minimum time. Pure: the caller says what time it is."""

from __future__ import annotations

from collections.abc import Collection

from engine.api import EmotionVector

USUAL = ""
"""The look while no mapped feeling is felt."""


class Holder:
    """Follows what is wanted, but keeps each look for at least ``hold_s`` seconds."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._since: float | None = None
        self.current = USUAL

    def update(self, wanted: str, now: float) -> bool:
        """Say what is wanted at ``now`` (seconds, never going back); whether ``current`` changed."""
        if wanted == self.current or (self._since is not None and now - self._since < self._hold_s):
            return False
        self.current, self._since = wanted, now
        return True


def wanted_look(emotion: EmotionVector, mapped: Collection[str], least: float) -> str:
    """The strongest feeling that is mapped and at least ``least`` strong, else the usual look."""
    felt = [(strength, name) for name, strength in emotion.items() if name in mapped and strength >= least]
    return max(felt, key=lambda pair: pair[0])[1] if felt else USUAL
