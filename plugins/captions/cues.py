"""What was heard of a clause, as captions on the recording's time axis. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from engine.api import Passage, clean_line
from plugins.captions.silences import Silences
from plugins.segments import segments, shown
from plugins.wrap import Token, captions, written

NAME = 40
"""Characters kept of a name."""
SHORTEST_S = 0.001
"""Players ignore a caption that ends where it begins."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Seconds since the first sample of the session; ``speaker`` wrote what is read, "" where nobody is named."""

    start_s: float
    end_s: float
    lines: tuple[str, ...]
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest line in columns, and the most lines of a caption."""

    columns: int = 42
    lines: int = 2


def cues(passage: Passage, end: int, rate: int, silences: Silences, limits: Limits) -> list[Cue]:
    """The captions of ``passage``, of which device samples [passage.start, ``end``) were handed out.

    A word that never began to sound, or that was muted, is in none of them: what was cut off must not be read later.
    """
    tokens = [token for token in heard_tokens(passage, rate, silences) if token.at * rate < end]
    audible = [token for token in tokens if not silences.muted(token.at * rate)]
    shaped = captions(audible, limits.columns, limits.lines, end / rate)
    speaker = shown(clean_line(passage.author, NAME))
    found, end_s = [], end / rate
    for place, lines in enumerate(shaped):
        start_s = passage.start / rate if place == 0 and audible[0] is tokens[0] else lines[0][0].at
        until_s = shaped[place + 1][0][0].at if place + 1 < len(shaped) else end_s
        texts = tuple(written(line) for line in lines)
        found.append(Cue(start_s, max(until_s, start_s + SHORTEST_S), texts, speaker))
    return found


def heard_tokens(passage: Passage, rate: int, silences: Silences) -> list[Token]:
    """The words with the second of the session at which each began to sound, pauses counted in."""
    tokens: list[Token] = []
    spaced = False
    for segment in segments(passage.text, passage.words):
        if isinstance(segment, str):
            spaced = True
        else:
            text, at_s = segment
            sample = silences.device_sample(passage.start, at_s * rate)
            tokens += [Token(text, sample / rate, spaced)] if text else []
            spaced = False
    return tokens
