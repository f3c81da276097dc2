"""The captions of a session, made from its events by the core that also writes them live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.api import EmotionVector, Event, Passage, Word, events
from plugins.captions.cues import Cue, Limits, cues
from plugins.captions.formats import text
from plugins.captions.silences import Silences
from plugins.recorder.heard import Held, Timed

KINDS = (events.Sounding, events.PlayedSpan, Held, Timed)
"""The events they are made of."""
KEPT_S = 120.0
"""Longer before a clause nothing of a pause matters."""


def srt(happened: Iterable[Event], origin: int, rate: int) -> str:
    """The text of an SRT file whose second 0 is device sample ``origin``."""
    made = (cue for clause in _heard(happened, origin, rate) for cue in clause)
    return "".join(text("srt", cue, number, names=False) for number, cue in enumerate(made, 1))


def _heard(happened: Iterable[Event], origin: int, rate: int) -> Iterator[list[Cue]]:
    """The captions of each clause once it is over."""
    said: dict[tuple[int | None, int], events.Sounding] = {}
    silences = Silences()
    for event in happened:
        match event:
            case Held():
                _hold(silences, event, origin)
            case events.Sounding():
                said[event.turn_id, event.index] = event
            case Timed(words=words, seconds=seconds) if (event.turn_id, event.index) in said:
                said[event.turn_id, event.index] = replace(
                    said[event.turn_id, event.index], words=words, seconds=seconds
                )
            case events.PlayedSpan():
                sounding = said.pop((event.turn_id, event.index), None)
                if sounding is not None:
                    passage = _passage(sounding, origin)
                    silences.forget(passage.start - KEPT_S * rate)
                    yield cues(passage, event.end - origin, rate, silences, Limits())


def _hold(silences: Silences, held: Held, origin: int) -> None:
    sample = held.sample - origin
    if held.do in ("mute", "unmute"):
        silences.mute(sample, held.do == "mute")
    else:
        silences.paused(sample, held.do == "pause")


def _passage(said: events.Sounding, origin: int) -> Passage:
    words = tuple(Word(*word) for word in said.words)
    start = max(0, said.start - origin)
    return Passage(said.turn_id or 0, said.index, said.author, said.text, EmotionVector(), start, said.seconds, words)
