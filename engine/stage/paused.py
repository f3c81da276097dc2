"""Words dealt out by their letters, and held to the pauses that were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from engine.stage.moment import Word
from engine.stage.shares import dealt, rests

FARTHEST = 0.2
"""A pause is not taken for a mark's that lies further off than this share of the clause."""
LONG = 3.0
"""So much further off than another, in its own lengths, a longer pause may lie: slow speech is full of short ones."""
Pause = tuple[float, float]


def around_pauses(text: str, spans: Sequence[tuple[int, int]], seconds: float, pauses: Sequence[Pause]) -> list[Word]:
    """The words at ``spans`` over ``seconds``; those beside a pause end and begin with it.

    Args:
        text: the clause.
        spans: its words, in order.
        seconds: its length.
        pauses: (from, until) in seconds, as heard so far.
    """
    words = dealt(text, spans, 0.0, seconds)
    breaks = [place for place in range(len(words) - 1) if rests(text, spans[place])]
    known = _matched([words[place].until_s for place in breaks], pauses, FARTHEST * seconds)
    held = [(breaks[which], pauses[heard]) for which, heard in known]
    edges = [(-1, (0.0, 0.0)), *held, (len(words) - 1, (seconds, seconds))]
    out: list[Word] = []
    for (last, (_, start)), (end, (until, _)) in pairwise(edges):
        out += _fitted(words[last + 1 : end + 1], start, max(start, until))
    return out


def _fitted(words: Sequence[Word], start: float, end: float) -> list[Word]:
    if not words:
        return []
    times = np.array([[word.at_s, word.until_s] for word in words])
    span = max(times[-1, 1] - times[0, 0], 1e-9)
    moved = start + (times - times[0, 0]) * ((end - start) / span)
    return [replace(word, at_s=float(a), until_s=float(b)) for word, (a, b) in zip(words, moved, strict=True)]


def _matched(expected: Sequence[float], pauses: Sequence[Pause], farthest: float) -> list[tuple[int, int]]:
    """Pairs (mark, pause), both rising, that match most pauses, near and long ones rather than others."""
    best: list[list[tuple[int, float, tuple[tuple[int, int], ...]]]] = [
        [(0, 0.0, ())] * (len(pauses) + 1) for _ in range(len(expected) + 1)
    ]
    for mark in range(len(expected)):
        for heard in range(len(pauses)):
            choices = [best[mark][heard + 1], best[mark + 1][heard]]
            distance = abs(expected[mark] - pauses[heard][0])
            if distance <= farthest:
                count, cost, pairs = best[mark][heard]
                length = pauses[heard][1] - pauses[heard][0]
                choices.append((count + 1, cost + distance - LONG * length, (*pairs, (mark, heard))))
            best[mark + 1][heard + 1] = max(choices, key=lambda choice: (choice[0], -choice[1]))
    return list(best[-1][-1][2])
