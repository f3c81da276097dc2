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
MOST_PAIRS = 600
"""Marks times pauses looked at: with more, only the longest pauses are. It is done on the loop, for what chat wrote."""
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
    kept = _longest(pauses, MOST_PAIRS // max(1, len(expected)))
    best: list[list[tuple[int, float]]] = [[(0, 0.0)] * (len(kept) + 1) for _ in range(len(expected) + 1)]
    for mark, at in enumerate(expected):
        for place, heard in enumerate(kept):
            found = _paired(best[mark][place], at, pauses[heard], farthest)
            best[mark + 1][place + 1] = max(best[mark][place + 1], best[mark + 1][place], found)
    return [(mark, kept[place]) for mark, place in _chosen(best)]


def _paired(before: tuple[int, float], at: float, pause: Pause, farthest: float) -> tuple[int, float]:
    """(pairs, merit) with this pair added; worse than nothing where they lie too far apart."""
    distance = abs(at - pause[0])
    if distance > farthest:
        return (-1, 0.0)
    return before[0] + 1, before[1] - distance + LONG * (pause[1] - pause[0])


def _chosen(best: Sequence[Sequence[tuple[int, float]]]) -> list[tuple[int, int]]:
    """The pairs behind the last figure, from the first on."""
    mark, place, pairs = len(best) - 1, len(best[0]) - 1, list[tuple[int, int]]()
    while mark and place:
        if best[mark][place] == best[mark][place - 1]:
            place -= 1
        elif best[mark][place] == best[mark - 1][place]:
            mark -= 1
        else:
            mark, place = mark - 1, place - 1
            pairs.append((mark, place))
    return pairs[::-1]


def _longest(pauses: Sequence[Pause], most: int) -> list[int]:
    """Places of the ``most`` longest pauses, in order."""
    ranked = sorted(range(len(pauses)), key=lambda place: pauses[place][0] - pauses[place][1])
    return sorted(ranked[: max(1, most)])
