"""The captions of a session, made from its events by the core that also writes them live."""

from __future__ import annotations

from collections.abc import Iterable

from engine.api import EmotionVector, Event, Passage, Word, events
from plugins.captions.cues import Limits, cues
from plugins.captions.formats import text
from plugins.captions.silences import Silences


def srt(happened: Iterable[Event], origin: int, rate: int) -> str:
    """The text of an SRT file whose second 0 is device sample ``origin``."""
    begun: dict[tuple[int | None, int], events.Sounding] = {}
    parts: list[str] = []
    for event in happened:
        if isinstance(event, events.Sounding):
            begun[event.turn_id, event.index] = event
        elif isinstance(event, events.PlayedSpan):
            sounding = begun.pop((event.turn_id, event.index), None)
            if sounding is not None:
                passage = _passage(sounding, origin)
                for cue in cues(passage, event.end - origin, rate, Silences(), Limits()):
                    parts.append(text("srt", cue, len(parts) + 1, names=False))
    return "".join(parts)


def _passage(event: events.Sounding, origin: int) -> Passage:
    words = tuple(Word(*word) for word in event.words)
    start = max(0, event.start - origin)
    return Passage(
        event.turn_id or 0, event.index, event.author, event.text, EmotionVector(), start, event.seconds, words
    )
