"""Reads a session's events back, as far as they are whole: a crash may have cut the last line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.api import Event, InputError, StreamvoiceError, events, object_from
from plugins.recorder.folders import EVENTS
from plugins.recorder.marked import Marked

LONGEST_LINE = 1 << 20
_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.type: TypeAdapter(kind)
    for kind in (
        events.MessageSeen, events.Queued, events.Dropped, events.Chunk, events.Onset, events.Sounding,
        events.PlayedSpan, events.Spoken, events.Interrupted, Marked,
    )
}  # fmt: skip
"""The events that pictures, captions and replays are made of."""


def read_events(folder: Path) -> Iterator[Event]:
    """The events in order; lines that are damaged, or of another kind, are left out.

    Raises:
        InputError: there are none to read.
    """
    path = folder / EVENTS
    try:
        with path.open("rb") as lines:
            while line := lines.readline(LONGEST_LINE):
                event = _event(line)
                if event is not None:
                    yield event
    except OSError as error:
        raise InputError(f"{folder.name}: {EVENTS} cannot be read: {error.strerror}.") from error


def _event(line: bytes) -> Event | None:
    try:
        value = object_from(line.decode("utf-8"))
        kind = _KINDS.get(str(value.get("type")))
        return kind.validate_python(value) if kind is not None else None
    except (UnicodeDecodeError, ValidationError, StreamvoiceError):
        return None
