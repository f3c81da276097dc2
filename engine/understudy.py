"""What another voice says where one gave up a line: all of it, or the words that are left."""

from __future__ import annotations

from dataclasses import replace

from engine.emotion.feel import Felt
from engine.errors import UnspeakableError
from engine.protocols import Voice
from engine.road import Road
from engine.text.rest import rest_of
from engine.values import Line


def relined(road: Road, line: Line, felt: Felt, voice: Voice, said_s: float) -> Line:
    """``line`` for ``voice``, without what ``said_s`` seconds of sound have said of it already.

    How far the first voice came is known by the clock alone, so the cut is at the word nearest to that share. An exact
    duration keeps its end: the rest gets the seconds that are left.

    Raises:
        UnspeakableError: ``voice`` cannot or must not say it.
    """
    whole_s = line.duration or road.rate.estimate(line.text) * line.pace
    text = voice.speakable(rest_of(line.text, said_s / whole_s) if said_s else line.text)
    if line.text.endswith(",") and text[-1:].isalnum():
        text += ","
    if road.blocked(text):
        raise UnspeakableError("blocked word")
    left_s = None if line.duration is None else line.duration - said_s
    return replace(line, text=text, emotion=felt.vector_for(voice.name), duration=left_s, voice=voice.name)
