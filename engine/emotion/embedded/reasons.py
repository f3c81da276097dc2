"""Why the model felt what it felt: the few parts of the text that spoke most for the emotion it chose."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.emotion.embedded.grams import Found, Grams
from engine.emotion.embedded.weights import Block, Expert, Hits
from engine.emotion.reading import Cue
from engine.values import EMOTIONS

MOST = 3
_LEAST = 0.15
"""Score, against the mean of the eight, below which a part is no reason."""
_LOOKED_AT = 8
"""Strongest n-grams of a kind among which parts are sought that do not overlap."""

_MEAN = np.full(len(EMOTIONS), 1 / len(EMOTIONS), np.float32)

Part = tuple[float, int, int]
"""(score, start, end) in the normalised text."""


def reasons(
    expert: Expert, hits: tuple[Hits, Hits], features: Grams, chosen: int, listed: tuple[Cue, ...]
) -> tuple[Cue, ...]:
    """Up to three parts of the text, strongest first, that overlap neither one another nor a listed cue.

    Where the lists told three cues already, no more are looked for. A cue's strength is 1 - exp(-score): the share
    of the choice's odds that the part accounts for.
    """
    if len(listed) >= MOST:
        return ()
    parts = [*_spoke(expert.chars, hits[0], features.chars, chosen)]
    parts += _spoke(expert.words, hits[1], features.words, chosen)
    taken = [span for shown, _, _ in listed for span in _places(features.text, shown.lower())]
    cues: list[Cue] = []
    for score, start, end in sorted(parts, reverse=True):
        shown = features.text[start:end].strip()
        if len(shown) > 1 and not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            cues.append((shown, EMOTIONS[chosen], round(1.0 - float(np.exp(-score)), 4)))
    return tuple(cues[:MOST])


def _places(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Where a listed cue stands; one that was shown otherwise than written ("not happy") has no place."""
    start = text.find(shown) if shown else -1
    while start >= 0:
        yield start, start + len(shown)
        start = text.find(shown, start + len(shown))


def _spoke(block: Block, hits: Hits, found: Found, chosen: int) -> Iterator[Part]:
    """The block's strongest parts, each where it first stands."""
    scores = hits.values * (hits.weights[:, chosen] - hits.weights @ _MEAN)
    for row in np.argsort(scores)[-_LOOKED_AT:]:
        if scores[row] >= _LEAST:
            place = int((found.hashes == block.hashes[hits.at[row]]).argmax())
            yield float(scores[row]), int(found.start[place]), int(found.end[place])
