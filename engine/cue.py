"""A line ready for a voice."""

from __future__ import annotations

from dataclasses import dataclass

from engine.emotion.feel import Felt
from engine.protocols import Voice
from engine.values import Line


@dataclass(frozen=True, slots=True)
class Cue:
    """What was written, what is said, and the pause after it in seconds.

    ``cast_as`` is the name that ``voice`` was asked for by; ``felt`` tells what any other voice would express.
    """

    written: str
    line: Line
    pause_s: float
    cast_as: str
    voice: Voice
    felt: Felt
