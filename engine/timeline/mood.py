"""How the mood went, read from the events of a recorded stream (`live --events FILE`)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine import events
from engine.errors import InputError
from engine.values import EmotionVector

_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.type: TypeAdapter(kind) for kind in (events.Felt, events.MoodMoved, events.Chunk)
}
_LONGEST_S = 1e7
"""No stream lasts a third of a year: what claims to is broken."""


@dataclass(frozen=True, slots=True)
class MoodStory:
    """What the picture shows, each in the order of the stream.

    ``felt`` are the sentences and ``moved`` what else moved the mood. ``seconds`` holds how long the sentences took
    to say, by (turn_id, index); those that were never said are not in it.
    """

    felt: list[events.Felt]
    moved: list[events.MoodMoved]
    seconds: dict[tuple[int | None, int], float]

    @property
    def points(self) -> list[events.Felt | events.MoodMoved]:
        """Everything that moved the mood, in the order of the stream."""
        return sorted([*self.felt, *self.moved], key=lambda event: event.stream_s)


def read_story(path: Path) -> MoodStory:
    """The mood's story in an events file. A last line that was not finished is left out.

    Raises:
        InputError: the file cannot be read, is not one of events, or nothing was felt in it.
    """
    try:
        with path.open("rb") as file:
            read = list(_read(file, path))
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.", "Check the path.") from error
    chunks = {(e.turn_id, e.index): e.seconds for e in read if isinstance(e, events.Chunk)}
    felt = sorted((e for e in read if isinstance(e, events.Felt)), key=lambda event: event.stream_s)
    moved = sorted((e for e in read if isinstance(e, events.MoodMoved)), key=lambda event: event.stream_s)
    if not felt and not moved:
        raise InputError(f"Nothing was felt in {path}.", "Record a stream with: streamvoice live --events events.jsonl")
    return MoodStory(felt, moved, chunks)


def _read(lines: Iterator[bytes], path: Path) -> Iterator[events.Event]:
    for number, line in enumerate(lines, 1):
        if line.endswith(b"\n") and line.strip():
            event = _event(number, line, path)
            if event is not None:
                yield event


def _event(number: int, line: bytes, path: Path) -> events.Event | None:
    """One line's event; None for those the picture does not show."""
    try:
        value = json.loads(line)
        known = _KINDS.get(str(value["type"]))
        event: events.Event | None = known.validate_python(value) if known is not None else None
        _check(event)
    except (ValueError, TypeError, KeyError, RecursionError, ValidationError, InputError) as error:
        raise InputError(
            f"{path}, line {number}: this is no event.", "Give a file that streamvoice live --events wrote."
        ) from error
    return event


def _check(event: events.Event | None) -> None:
    """Raise ValueError or InputError where a number is none or out of bounds."""
    if isinstance(event, events.Felt | events.MoodMoved):
        EmotionVector.of(event.mood)
        if not 0 <= event.stream_s < _LONGEST_S:
            raise ValueError("stream_s")
    if isinstance(event, events.Felt):
        EmotionVector.of(event.emotion)
        EmotionVector.of(event.text_emotion)
    if isinstance(event, events.Chunk) and not (math.isfinite(event.seconds) and 0 <= event.seconds < _LONGEST_S):
        raise ValueError("seconds")
