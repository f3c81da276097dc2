"""When the replay buffer is saved: on kinds of messages and named events, not twice in a while. Pure."""

from __future__ import annotations

from engine.api import Event, events
from plugins.obs.settings import ReplaySettings


class ReplayTrigger:
    """Looks at events."""

    def __init__(self, settings: ReplaySettings) -> None:
        self._on = frozenset(settings.on)
        self._cooldown_s = settings.cooldown_s
        self._next = float("-inf")

    def fires(self, event: Event, now: float) -> bool:
        """Whether ``event``, seen at ``now`` (seconds), is to be kept as a replay."""
        if now < self._next or not self._on or _name(event) not in self._on:
            return False
        self._next = now + self._cooldown_s
        return True


def _name(event: Event) -> str:
    if isinstance(event, events.MessageSeen):
        return event.kind
    if isinstance(event, events.Controlled) and event.do == "event":
        return event.detail.partition(":")[0]
    return ""
