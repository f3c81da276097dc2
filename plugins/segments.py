"""A clause as captions show it: words with the time they begin, and what stands between them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from engine.api import Word

Segment = str | tuple[str, float]
"""White space between words, or a word with its marks and the seconds into the clause at which it begins."""

STACKED = 3
"""Marks kept on one letter: more of them run over the lines above and below."""


def segments(text: str, words: Sequence[Word]) -> list[Segment]:
    """``text`` cut at its words, marks with their word; put together the text again, but for what ``shown`` drops.

    Words are dealt out as texts, not as places: Python counts code points where a browser counts UTF-16 units.
    """
    cuts = _cuts(text, words)
    found: list[Segment] = []
    for begin, end, at_s in cuts:
        part = text[begin:end]
        core = part.rstrip()
        found += [(shown(core), round(at_s, 3))] if core else []
        found += [" "] if len(core) < len(part) else []
    return found


def shown(text: str) -> str:
    """``text`` without control and direction characters (which reorder what stands beside them) and stacks of marks."""
    kept, marks = [], 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > STACKED or kind in ("Cc", "Cs") or _turns(char):
            continue
        kept.append(char)
    return "".join(kept)


def _cuts(text: str, words: Sequence[Word]) -> list[tuple[int, int, float]]:
    """[begin, end) and time of each word with what follows it, up to the next; the first takes what stands before."""
    begins = [_opening(text, word.begin, 0) for word in words]
    cuts: list[tuple[int, int, float]] = []
    for place, word in enumerate(words):
        begin = begins[place]
        if cuts and unicodedata.category(text[word.begin]) in ("Mn", "Me", "Mc", "Cf"):
            cuts[-1] = (cuts[-1][0], _next(begins, place, text), cuts[-1][2])  # a mark belongs to the letter before
            continue
        cuts.append((begin if cuts else 0, _next(begins, place, text), word.at_s))
    return cuts or [(0, len(text), 0.0)]


def _next(begins: Sequence[int], place: int, text: str) -> int:
    return begins[place + 1] if place + 1 < len(begins) else len(text)


def _opening(text: str, begin: int, least: int) -> int:
    """Where a word begins with the brackets and quotes that open before it."""
    while begin > least and unicodedata.category(text[begin - 1]) in ("Ps", "Pi"):
        begin -= 1
    return begin


def _turns(char: str) -> bool:
    return char in "\u061c\u200e\u200f\ufeff" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
