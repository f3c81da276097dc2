"""Why the model felt what it felt: the few parts of the text that spoke most for the emotion it chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from engine.emotion.embedded.grams import Grams, normalise
from engine.emotion.embedded.weights import Hits, Vocabulary
from engine.emotion.reading import Cue
from engine.values import EMOTIONS

MOST = 3
_LEAST = 0.15
"""Score, against the mean of the eight, below which a part is no reason."""
_LOOKED_AT = 12
"""Strongest n-grams among which parts are sought that do not overlap."""

_TURNED = re.compile(r"\A(?:not |不)")
_MEAN = np.full(len(EMOTIONS), 1 / len(EMOTIONS), np.float32)

Part = tuple[float, int, int]
"""(score, start, end) in the normalised text."""


def reasons(
    vocabulary: Vocabulary, hits: Hits, features: Grams, chosen: int, listed: tuple[Cue, ...]
) -> tuple[Cue, ...]:
    """Up to three parts of the text, strongest first, that overlap neither one another nor a listed cue.

    Where the lists told three cues already, no more are looked for. A cue's strength is 1 - exp(-score): the share
    of the choice's odds that the part accounts for.
    """
    if len(listed) >= MOST:
        return ()
    taken = [span for shown, _, _ in listed for span in _places(features.text, shown)]
    cues: list[Cue] = []
    for score, start, end in _spoke(vocabulary, hits, features, chosen):
        shown = features.text[start:end].strip()
        if len(shown) > 1 and not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            cues.append((shown, EMOTIONS[chosen], round(1.0 - float(np.exp(-score)), 4)))
    return tuple(cues[:MOST])


def _places(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Where a listed cue stands in the normalised text; of a negated one ("not happy") the word that was turned."""
    written = normalise(shown).strip()
    written = _TURNED.sub("", written) if written not in text else written
    start = text.find(written) if written else -1
    while start >= 0:
        yield start, start + len(written)
        start = text.find(written, start + len(written))


def _spoke(vocabulary: Vocabulary, hits: Hits, features: Grams, chosen: int) -> Iterator[Part]:
    """The strongest parts, strongest first, each where it first stands."""
    scores = hits.values * (hits.weights[:, chosen] - hits.weights @ _MEAN)
    for row in np.argsort(-scores)[:_LOOKED_AT]:
        if scores[row] >= _LEAST:
            place = int((features.hashes == vocabulary.hashes[hits.at[row]]).argmax())
            yield float(scores[row]), int(features.start[place]), int(features.end[place])
