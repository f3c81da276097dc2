"""What to say for a message: here, reading it aloud with a phrase for what came with it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from pydantic import field_validator

from engine.settings import Settings
from engine.text.stretch import thrice
from engine.values import Message, Turn

FIELDS = ("author", "text", "amount", "currency")
"""What a template may hold, in braces."""
_FIELD = re.compile(rf"\{{({'|'.join(FIELDS)})\}}")
_NAMED = re.compile(r"\{(\w+)\}")


class Responder(Protocol):
    """Yields a turn's text in deltas, the first as early as it can."""

    def reply(self, turn: Turn) -> AsyncIterator[str]:
        """Text deltas of what is to be said for ``turn``."""
        ...

    def text(self, message: Message) -> str:
        """The reply if it is known beforehand, so that what cannot be read aloud never waits; else the message."""
        ...


class ReplySettings(Settings):
    """The words around what is read aloud. {author}, {text}, {amount} and {currency} are filled in."""

    chat: str = "{text}"
    """A chat line."""
    cheer: str = "{author} cheers {amount} bits! {text}"
    """A cheer."""
    gift: str = "{author} gives {amount} {currency}! {text}"
    """A gift or donation."""
    sub: str = "{author} subscribed! {text}"
    """A subscription."""
    raid: str = "{author} is raiding with {amount} viewers! {text}"
    """A raid."""
    command: str = "{text}"
    """A command that a rule lets through."""
    say: str = "{text}"
    """What the streamer typed; read as it stands."""

    @field_validator("*")
    @classmethod
    def _fields_are_known(cls, template: str) -> str:
        for name in _NAMED.findall(template):
            if name not in FIELDS:
                known = ", ".join(f"{{{field}}}" for field in FIELDS)
                raise ValueError(f"there is no field {{{name}}}, only {known}")
        return template


def _amount(value: float | None) -> str:
    if value is None:
        return "some"
    return f"{value:.2f}" if value % 1 else str(int(value))


class ReadAloud:
    """Reads the message itself, in the profile's words."""

    def __init__(self, settings: ReplySettings) -> None:
        self._settings = settings

    def text(self, message: Message) -> str:
        """The whole reply; what a flood repeats is said three times."""
        # One pass, not str.format: a chat line full of braces is text, never a template.
        fields = {"author": message.author or "Somebody", "amount": _amount(message.amount)}
        fields |= {"currency": message.currency, "text": thrice(message.text)}
        template: str = getattr(self._settings, message.kind)
        return _FIELD.sub(lambda found: fields[found[1]], template).strip()

    async def reply(self, turn: Turn) -> AsyncIterator[str]:
        """The whole text at once: it is all known."""
        yield self.text(turn.message)


def summary(authors: Sequence[str], count: int) -> str:
    """One line for ``count`` chat messages there was no time for."""
    names = list(dict.fromkeys(name for name in authors if name))[:2]
    noun = "message" if count == 1 else "messages"
    who = f", from {' and '.join(names)}{' and others' if count > len(names) else ''}" if names else ""
    return f"And {count} more {noun}{who}."
