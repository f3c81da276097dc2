"""How urgent a message is: one number by kind, so that a raid is not read after forty greetings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import Field

from engine.settings import Settings
from engine.values import Message

_QUESTION = re.compile(r"？|\?(?=\W|$)")
"""A question mark that ends a word: the one inside a link's query is no question."""


class Priorities(Settings):
    """Priority by kind of message, 0 to 1000; higher speaks first."""

    say: int = Field(default=100, ge=0, le=1000)
    """What the streamer typed."""
    raid: int = Field(default=60, ge=0, le=1000)
    """A raid's announcement."""
    gift: int = Field(default=60, ge=0, le=1000)
    """A gift or donation."""
    cheer: int = Field(default=60, ge=0, le=1000)
    """A cheer."""
    sub: int = Field(default=40, ge=0, le=1000)
    """A subscription."""
    mention: int = Field(default=25, ge=0, le=1000)
    """A chat line that names the persona."""
    question: int = Field(default=20, ge=0, le=1000)
    """A chat line that asks something."""
    command: int = Field(default=15, ge=0, le=1000)
    """A command that a rule lets through."""
    chat: int = Field(default=10, ge=0, le=1000)
    """Any other chat line."""


def priority_of(message: Message, table: Priorities, names: Iterable[str] = ()) -> int:
    """The message's priority; ``names`` are the persona's names, compared without regard to case."""
    base: int = getattr(table, message.kind)
    if message.kind != "chat":
        return base
    text = message.text.casefold()
    mentioned = table.mention if any(name.casefold() in text for name in names if name) else base
    asked = table.question if _QUESTION.search(text) else base
    return max(base, mentioned, asked)
