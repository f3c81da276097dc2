"""A session's messages as a file of chat: JSON lines with the second at which each came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from engine.api import Event, events
from plugins.recorder.log import read_events

_ASKED = ("role", "amount", "currency", "emotion", "duration", "pace", "voice")


def chat(folder: Path, from_s: float = 0.0) -> Iterator[str]:
    """The messages that came ``from_s`` seconds into the session or later, timed from there.

    What no message may hold when it comes from outside (a bare number as its id, an unknown role) goes as it is: the
    reader says so, line by line.

    Raises:
        InputError: the events cannot be read.
    """
    zero: float | None = None
    for event in read_events(folder):
        zero = event.t if zero is None else zero
        at = event.t - zero - from_s
        if isinstance(event, events.MessageSeen) and at >= 0:
            yield json.dumps({"at": round(at, 3), **_message(event)}, ensure_ascii=True)


def _message(event: events.MessageSeen) -> dict[str, object]:
    held = event.as_dict()
    message = {key: held[key] for key in ("id", "author", "text", "platform", "kind")}
    return message | {key: held[key] for key in _ASKED if held[key] not in (None, "")}


def last_s(folder: Path) -> float:
    """When the last event of the session was, in seconds from its first.

    Raises:
        InputError: the events cannot be read.
    """
    first: Event | None = None
    last: Event | None = None
    for event in read_events(folder):
        first, last = first or event, event
    return last.t - first.t if first and last else 0.0
