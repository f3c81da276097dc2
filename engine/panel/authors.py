"""Whom a line is from, as the panel shows it."""

from __future__ import annotations

from engine.panel.clean import clean
from engine.status import Now, Waiting

STREAMER = "streamer"
"""The author of what is typed here."""


def shown_author(turn: Now | Waiting, unicode: bool) -> str:
    """The author's name; "you" for what was typed on this machine, "somebody" for a nameless line from elsewhere."""
    if turn.kind == "say" and turn.platform == "local" and turn.author in (STREAMER, ""):
        return "you"
    return clean(turn.author, unicode) or "somebody"
