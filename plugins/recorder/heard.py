"""What the recorder notes beside the events, for captions that are made later: the stage no longer tells it then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from engine.api import Event, StageView, events

FAR_S = 60.0
"""Further ahead than any device holds sound: "as far as was handed out"."""
Verb = Literal["pause", "resume", "mute", "unmute"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Event):
    """A verb took hold of the voice, or let it go, from device sample ``sample`` on."""

    type: ClassVar[str] = "held"
    do: Verb
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed(Event):
    """The words of a clause as they sounded, as in ``events.Sounding``, which had to guess them beforehand."""

    type: ClassVar[str] = "timed"
    index: int
    seconds: float
    words: tuple[tuple[int, int, float, float], ...]


def noted(event: Event, stage: StageView) -> Event | None:
    """What is to be written before ``event``, which happens now on ``stage``."""
    match event:
        case events.Controlled(do="pause" | "resume" | "mute" | "unmute" as verb):
            return Held(t=event.t, do=verb, sample=round(stage.moment(FAR_S).sample))
        case events.PlayedSpan(turn_id=int(turn_id)):
            passage = stage.passage(turn_id, event.index)
            if passage is not None:
                words = tuple((word.begin, word.end, word.at_s, word.until_s) for word in passage.words)
                return Timed(t=event.t, turn_id=turn_id, index=event.index, seconds=passage.seconds, words=words)
    return None
