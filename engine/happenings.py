"""What moves the mood besides the streamer's own lines: the chat as a whole, and what happens on the stream."""

from __future__ import annotations

import math

from engine import events
from engine.emotion.feel import is_own
from engine.road import Road
from engine.values import EmotionVector, Message

_TOLD_STEP = 0.1
_TOLD_S = 2.0


class Happenings:
    """Hands the chat and happenings to the mood and tells everybody when they move it.

    Args:
        road: the shared parts.
    """

    def __init__(self, road: Road) -> None:
        self._road = road
        self._last_author = ""
        self._told_mood = EmotionVector()
        self._told_at = -math.inf

    def noticed(self, message: Message, *, hurried: bool = False) -> None:
        """Let an accepted message move the mood: a chat line with the crowd, anything else by the rules.

        ``hurried`` chat lines come faster than they were written: however sparse, they would look like a crowd.
        """
        if message.kind not in ("chat", "command", "say"):
            self.happened(message.kind, message.amount)
        elif message.kind == "chat" and not hurried and not is_own(message) and message.author != self._last_author:
            self._last_author = message.author  # one person alone is no crowd
            self._overheard(message.text)

    def happened(self, name: str, amount: float | None = None) -> bool:
        """Let a happening move the mood by the profile's rules; says whether it did."""
        moved = self._road.feeler.happened(name, amount)
        if moved:
            self._tell(name.replace("_", " "))
        return moved

    def _overheard(self, text: str) -> None:
        pulls = self._road.feeler.overheard(text)
        if not pulls or self._road.arrival_time() - self._told_at < _TOLD_S:
            return
        moved = zip(self._road.feeler.mood, self._told_mood, strict=True)
        if max(abs(new - old) for new, old in moved) >= _TOLD_STEP:
            self._tell(f"the chat is {pulls}")

    def _tell(self, cause: str) -> None:
        road, mood = self._road, self._road.feeler.mood
        self._told_mood, self._told_at = mood, road.arrival_time()
        road.bus.publish(
            events.MoodMoved(t=road.clock(), cause=cause, mood=dict(mood.items()), stream_s=road.stream_time())
        )
