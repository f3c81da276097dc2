"""What gives when chat is faster than speech: first the pace, then the least important lines."""

from __future__ import annotations

from dataclasses import dataclass

from engine.reply import summary
from engine.road import Road
from engine.values import Message, Turn

SUMMARY_PRIORITY = 1
_SUMMARY_ID = "summary"
_MOST_NAMES = 16


@dataclass(frozen=True, slots=True)
class Relief:
    """The pace from now on, the turns that were let go and why, and the line that stands for them."""

    pace: float
    backlog_s: float
    gone: tuple[tuple[Turn, str], ...] = ()
    summary: Message | None = None


class Overflow:
    """Looks at the queue, sets the pace, and takes out what would wait too long even at the fastest.

    A summary that still waits is replaced by one that counts further, so that there is never more than one.
    """

    def __init__(self, road: Road) -> None:
        self._road = road
        self._count = 0
        self._authors: list[str] = []

    def relieve(self) -> Relief:
        """Update the pace and make room."""
        road = self._road
        waiting = road.queue.snapshot()
        seconds = [road.rate.estimate(turn.message.text) for turn in waiting]
        backlog = road.in_hand_s + sum(seconds)
        pace = road.pacer.update(backlog, road.clock())
        victims = road.pacer.overflow(waiting, seconds, road.in_hand_s)
        if not victims:
            return Relief(pace, backlog)
        ids = {turn.turn_id for turn in victims}
        road.queue.remove(lambda turn: turn.turn_id in ids)
        if road.pace_settings.overflow == "drop":
            return Relief(pace, backlog, tuple((turn, "chat is faster than speech") for turn in victims))
        return Relief(pace, backlog, tuple((turn, "summarised") for turn in victims), self._summary(victims))

    def _summary(self, victims: list[Turn]) -> Message:
        if not self._road.queue.remove(lambda turn: turn.message.id.startswith(_SUMMARY_ID)):
            self._count, self._authors = 0, []
        self._count += len(victims)
        self._authors = [*self._authors, *(turn.message.author for turn in victims)][:_MOST_NAMES]
        now = self._road.clock()
        text = summary(self._authors, self._count)
        return Message(f"{_SUMMARY_ID}-{now}", text, platform="streamvoice", at=now, kind="say")
