"""Reads a session's events back, as far as they are whole: a crash may have cut the last line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.api import Event, InputError, StreamvoiceError, events, object_from
from plugins.recorder.folders import EVENTS
from plugins.recorder.heard import Held, Timed
from plugins.recorder.marked import Marked

LONGEST_LINE = 1 << 20
_HEAD = re.compile(rb'\{"type": "([a-z]{1,20})", "t": (\d{1,12}(?:\.\d{1,20})?)[,}]')
"""How every line begins that an event log writes."""
STORY = (
    events.MessageSeen, events.Queued, events.Dropped, events.Chunk, events.Onset, events.Sounding,
    events.PlayedSpan, events.Spoken, events.Interrupted, Marked,
)  # fmt: skip
"""The events that pictures and replays are made of."""
_KINDS: dict[str, TypeAdapter[Any]] = {kind.type: TypeAdapter(kind) for kind in (*STORY, Held, Timed)}


def read_events(folder: Path, *kinds: type[Event], since: float = -math.inf) -> Iterator[Event]:
    """The events of ``kinds`` (``STORY`` where none is named) in order; damaged lines are left out.

    Lines of another kind, or of a time before ``since``, are not even parsed: a long session has a hundred thousand.

    Raises:
        InputError: there are none to read.
    """
    wanted = {kind.type for kind in kinds or STORY}
    path = folder / EVENTS
    try:
        with path.open("rb") as lines:
            while line := lines.readline(LONGEST_LINE):
                event = _event(line) if _matters(line, wanted, since) else None
                if event is not None:
                    yield event
    except OSError as error:
        raise InputError(f"{folder.name}: {EVENTS} cannot be read: {error.strerror}.") from error


def last_t(folder: Path) -> float:
    """The time of the last event, as ``Event.t`` counts; 0.0 where there is none.

    Raises:
        InputError: the events cannot be read.
    """
    path = folder / EVENTS
    try:
        with path.open("rb") as lines:
            lines.seek(max(0, path.stat().st_size - LONGEST_LINE))
            times = [float(found[2]) for found in map(_HEAD.match, lines) if found]
    except OSError as error:
        raise InputError(f"{folder.name}: {EVENTS} cannot be read: {error.strerror}.") from error
    return times[-1] if times else 0.0


def _matters(line: bytes, wanted: set[str], since: float) -> bool:
    found = _HEAD.match(line)
    return found is not None and found[1].decode() in wanted and float(found[2]) >= since


def _event(line: bytes) -> Event | None:
    try:
        value = object_from(line.decode("utf-8"))
        kind = _KINDS.get(str(value.get("type")))
        return kind.validate_python(value) if kind is not None else None
    except (UnicodeDecodeError, ValidationError, StreamvoiceError):
        return None
