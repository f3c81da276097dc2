"""The gate's section of a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.gate.priority import Priorities
from engine.settings import Settings
from engine.values import Role

KNOWN_BOTS = (
    "nightbot", "streamelements", "moobot", "streamlabs", "fossabot", "wizebot", "sery_bot", "soundalerts",
    "botrixoficial", "botisimo", "deepbot", "phantombot", "coebot", "ankhbot", "commanderroot", "blerp",
    "kofistreambot", "pokemoncommunitygame", "streamstickers", "tangiabot", "mixitupapp", "own3d", "pretzelrocks",
)  # fmt: skip
"""Login names of chat bots that post in many channels."""


class GateSettings(Settings):
    """Who and what gets read."""

    min_role: Role = "viewer"
    """The least role whose chat lines are read; what was paid for is read from anybody."""
    max_chars: int = Field(default=300, ge=1, le=20_000)
    """The longest text in characters."""
    too_long: Literal["cut", "refuse"] = "cut"
    """Whether a longer text is cut at a word or not read at all."""
    links: Literal["speak", "refuse"] = "speak"
    """Whether a chat line with a link in it is read."""
    blocklist: tuple[str, ...] = ()
    """Words and phrases that keep a message from being read, in any case, as whole words."""
    blocked_users: tuple[str, ...] = ()
    """Names of people who are never read."""
    bots: tuple[str, ...] = KNOWN_BOTS
    """Names of chat bots, never read."""
    command_prefixes: tuple[str, ...] = ("!",)
    """What a chat command begins with; commands are not read."""
    user_burst: int = Field(default=5, ge=1, le=1000)
    """Chat lines one person may have read in a row."""
    user_per_minute: float = Field(default=20.0, ge=0, le=6000)
    """Chat lines per minute one person may have read in the long run; 0 sets no limit."""
    names: tuple[str, ...] = ()
    """The persona's names; a chat line with one of them goes before the others."""
    priorities: Priorities = Priorities()
    """How urgent each kind of message is."""
    remembered: int = Field(default=20_000, ge=100, le=1_000_000)
    """How many ids and people are remembered against repeats and floods; the oldest are forgotten."""
    hold_after_delete_s: float = Field(default=5.0, ge=0, le=600)
    """Seconds for which a person whose messages were removed is not read: late arrivals are removed too."""
