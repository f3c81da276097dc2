"""What another voice says where one gave up a line: all of it, or the words that are left."""

from __future__ import annotations

from dataclasses import replace

from engine.cue import Cue
from engine.errors import UnspeakableError
from engine.protocols import Voice
from engine.road import Road
from engine.text.rest import rest_of

SHORTEST_S = 0.2
"""Of a line with an exact duration: what is left of less is silence, for no word fits in."""


def recast(road: Road, cue: Cue, name: str, voice: Voice) -> Cue:
    """``cue`` for another voice, from its beginning.

    Raises:
        UnspeakableError: ``voice`` cannot or must not say it.
    """
    return _with(road, cue, name, voice, cue.written, cue.line.duration)


def rest_for(road: Road, cue: Cue, name: str, voice: Voice, said_s: float, whole_s: float) -> Cue | None:
    """What is left of ``cue`` when ``said_s`` of about ``whole_s`` seconds were said of it; None where nothing is.

    How far the first voice came is known by the clock alone, so the rest begins with the word that share falls into.
    An exact duration keeps its end: the rest gets the seconds that are left.

    Raises:
        UnspeakableError: ``voice`` cannot or must not say it.
    """
    exact_s = cue.line.duration
    if exact_s is not None and exact_s - said_s < SHORTEST_S:
        return None
    left_s = None if exact_s is None else exact_s - said_s
    return _with(road, cue, name, voice, rest_of(cue.line.text, said_s / whole_s), left_s)


def _with(road: Road, cue: Cue, name: str, voice: Voice, text: str, duration: float | None) -> Cue:
    spoken = voice.speakable(text)
    if cue.line.text.endswith(",") and spoken[-1:].isalnum():
        spoken += ","
    if road.blocked(spoken):
        raise UnspeakableError("blocked word")
    vector = cue.felt.vector_for(voice.name)
    line = replace(cue.line, text=spoken, emotion=vector, duration=duration, voice=voice.name)
    return replace(cue, line=line, cast_as=name, voice=voice)
