"""Keeps up with chat: as the wait grows speech is shortened smoothly, then the least important lines go.

Nothing here does I/O; the caller brings the time, the backlog and the queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from engine.settings import Settings
from engine.values import EXPENDABLE, Turn


class PaceSettings(Settings):
    """How speech keeps up when chat is faster than a voice."""

    max_wait_s: float = Field(20.0, gt=0, le=600)
    """A line should wait no longer than this many seconds before it is spoken."""
    comfort: float = Field(0.4, ge=0, lt=1)
    """Share of max_wait_s up to which speech keeps its natural pace."""
    fastest: float = Field(0.75, ge=0.75, le=1)
    """The shortest speech may get, as a factor of its natural duration."""
    change_per_s: float = Field(0.04, gt=0, le=1)
    """How much the factor may change in one second, so that nobody hears a jump."""
    overflow: Literal["summarise", "drop", "keep"] = "summarise"
    """What happens to lines that would still wait too long at the fastest pace."""
    lookahead_s: float = Field(3.0, ge=0.2, le=20)
    """Seconds of speech kept in hand inside a turn."""
    lead_s: float = Field(0.6, ge=0.05, le=5)
    """The next turn is prepared when no more than this many seconds are left of the present one."""


class Pacer:
    """Turns a backlog (seconds of speech waiting) into a duration factor between ``fastest`` and 1.0."""

    def __init__(self, settings: PaceSettings) -> None:
        self._settings = settings
        self._pace = 1.0
        self._at: float | None = None

    @property
    def pace(self) -> float:
        """The factor as of the last update: 1.0 natural, 0.75 a quarter shorter."""
        return self._pace

    def wanted(self, backlog_s: float) -> float:
        """The factor this backlog asks for, before smoothing: linear from comfort to the limit."""
        limit = self._settings.max_wait_s
        easy = self._settings.comfort * limit
        share = min(1.0, max(0.0, (backlog_s - easy) / (limit - easy)))
        return 1.0 - share * (1.0 - self._settings.fastest)

    def update(self, backlog_s: float, now: float) -> float:
        """Move the factor towards what ``backlog_s`` asks for, no faster than ``change_per_s``."""
        elapsed = 0.0 if self._at is None else max(0.0, now - self._at)
        self._at = now
        step = self._settings.change_per_s * elapsed
        wanted = self.wanted(backlog_s)
        self._pace = max(self._pace - step, min(self._pace + step, wanted))
        return self._pace

    def overflow(self, waiting: Sequence[Turn], seconds: Sequence[float], in_hand_s: float) -> list[Turn]:
        """The turns that must go so that the rest is spoken in time even at the fastest pace.

        ``waiting`` is in speaking order, ``seconds`` their natural lengths. Least important and newest go
        first, and only expendable kinds; with ``overflow = "keep"`` none do.
        """
        if self._settings.overflow == "keep":
            return []
        excess = in_hand_s + self._settings.fastest * sum(seconds) - self._settings.max_wait_s
        victims: list[Turn] = []
        for turn, length in reversed(list(zip(waiting, seconds, strict=True))):
            if excess <= 0:
                break
            if turn.message.kind in EXPENDABLE:
                victims.append(turn)
                excess -= self._settings.fastest * length
        return victims


class SpeechRate:
    """Learns how long this voice takes for a text, to tell a backlog in seconds before anything is synthesised."""

    def __init__(self, seconds_per_character: float = 0.065, overhead_s: float = 0.35) -> None:
        self._rate = seconds_per_character
        self._overhead_s = overhead_s

    def estimate(self, text: str) -> float:
        """Natural seconds for ``text``."""
        return self._overhead_s + self._rate * len(text)

    def sounding(self, text: str) -> float:
        """Natural seconds of ``text`` alone, as it was learnt, without what stands before and behind a message."""
        return self._rate * len(text)

    def learn(self, text: str, natural_s: float) -> None:
        """Correct the estimate by one spoken chunk; short chunks say too little to learn from."""
        if len(text) >= 10 and natural_s > 0:
            self._rate += 0.1 * (natural_s / len(text) - self._rate)
