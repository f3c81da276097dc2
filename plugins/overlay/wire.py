"""What the page is told, as JSON-ready mappings. Pure."""

from __future__ import annotations

from typing import Any

from engine.api import Moment, Passage, clean_line
from plugins.segments import segments, shown

Told = dict[str, Any]
"""One message to the page; ``type`` says which."""

NAME = 40
"""Characters of a name that are shown."""
TICKER = 90
"""Characters of a waiting line that are shown."""
FELT = 0.15
"""A feeling weaker than this does not colour the caption."""


def passage(heard: Passage, rate: int) -> Told:
    """A clause with its words. Times in seconds: ``start`` at the ear, words from there."""
    feel, strength = heard.emotion.top
    return {
        "type": "passage",
        "turn": heard.turn_id,
        "index": heard.index,
        "author": name(heard.author),
        "kind": heard.kind,
        "platform": heard.platform,
        "start": round(heard.start / rate, 4),
        "seconds": round(heard.seconds, 4),
        "segments": segments(heard.text, heard.words),
        "feel": feel if strength >= FELT else "neutral",
        "strength": round(strength, 3),
    }


def sync(moment: Moment, rate: int) -> Told:
    """Where the ear is: the clock, and how far into which clause."""
    told: Told = {"type": "sync", "clock": round(moment.sample / rate, 4), "speaking": moment.speaking}
    if moment.passage is not None:
        told |= {"turn": moment.passage.turn_id, "index": moment.passage.index}
        told |= {"spoken": round(moment.spoken_s, 4), "silence": round(moment.silence_s, 3)}
    return told


def name(author: str) -> str:
    """A name on one line, short enough for a tag."""
    return shown(clean_line(author, NAME))


def line(text: str) -> str:
    """A waiting line, cut where it is long."""
    short = shown(clean_line(text, TICKER))
    return short + "…" if len(text) > TICKER else short
