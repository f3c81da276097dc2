"""Which happenings move the mood, and how much: a raid, a gift, a boss defeated."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from engine.settings import Settings
from engine.values import EMOTIONS

Additions = dict[str, float]
_OTHER_NAMES = {"donation": "gift", "bits": "cheer", "subscription": "sub", "subscribe": "sub"}
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def event_name(name: str) -> str:
    """The one spelling of a happening's name: "Boss defeated" is ``boss_defeated``, a donation a ``gift``."""
    plain = _BETWEEN_WORDS.sub("_", name.strip().lower())
    return _OTHER_NAMES.get(plain, plain)


def _named(name: str) -> str:
    if not event_name(name):
        raise ValueError("a rule needs the name of what happens")
    return event_name(name)


def _additions(add: Additions) -> Additions:
    if not any(add.values()):
        raise ValueError("a rule needs an emotion that it moves, as in add = {happy = 0.3}")
    for emotion, amount in add.items():
        if emotion not in EMOTIONS:
            raise ValueError(f"there is no emotion {emotion!r}, only {', '.join(EMOTIONS)}")
        if not -1.0 <= amount <= 1.0:
            raise ValueError(f"{emotion} = {amount} is outside -1 to 1")
    return add


class Rule(Settings):
    """One ``[[mood.rules]]`` table: what happens, and what it adds to the mood."""

    on: Annotated[str, AfterValidator(_named)]
    """What happens: raid, gift (or donation), cheer, sub, or any name sent with the verb ``event``."""
    add: Annotated[Additions, AfterValidator(_additions)]
    """What it adds to the mood by emotion, -1 to 1."""
    per: float | None = Field(None, gt=0.0)
    """The amount (viewers, bits, currency, months) that counts once; without it every amount counts once."""
    least: float = Field(0.3, ge=0.0, le=1.0)
    """The least times it counts, however small the amount."""
    most: float = Field(1.5, ge=1.0, le=10.0)
    """The most times it counts, however great the amount."""
    cooldown_s: float = Field(0.0, ge=0.0, le=3600.0)
    """Seconds in which the same happening does not count again."""

    def scale(self, amount: float | None) -> float:
        """How many times an ``amount`` counts."""
        if self.per is None or amount is None or not math.isfinite(amount):
            return 1.0
        return min(max(amount / self.per, self.least), self.most)


DEFAULT_RULES = (
    Rule(on="raid", add={"happy": 0.4, "surprised": 0.3}, per=50, least=0.6, cooldown_s=5),
    Rule(on="gift", add={"happy": 0.35, "surprised": 0.15}, per=20),
    Rule(on="cheer", add={"happy": 0.25, "surprised": 0.1}, per=500),
    Rule(on="sub", add={"happy": 0.3, "surprised": 0.1}),
    Rule(on="boss_defeated", add={"happy": 0.5, "surprised": 0.2, "angry": -0.4, "afraid": -0.4}, cooldown_s=10),
    Rule(on="victory", add={"happy": 0.5, "angry": -0.4, "sad": -0.3}, cooldown_s=10),
    Rule(on="defeat", add={"melancholic": 0.3, "happy": -0.3}, cooldown_s=10),
    Rule(on="jump_scare", add={"afraid": 0.5, "surprised": 0.4}, cooldown_s=3),
)  # fmt: skip


class Rules:
    """The rules and when each last counted."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._counted: dict[int, float] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The happenings there are rules for."""
        return tuple(dict.fromkeys(rule.on for rule in self._rules))

    def additions(self, name: str, amount: float | None, now: float) -> Additions:
        """What ``name`` adds to the mood at ``now``; empty where no rule counts."""
        total: Additions = {}
        for place, rule in enumerate(self._rules):
            if rule.on == event_name(name) and now - self._counted.get(place, -math.inf) >= rule.cooldown_s:
                self._counted[place] = now
                for emotion, value in rule.add.items():
                    total[emotion] = total.get(emotion, 0.0) + value * rule.scale(amount)
        return total
