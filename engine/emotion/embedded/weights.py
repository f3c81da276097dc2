"""The trained numbers of one language: a sorted vocabulary of hashes with eight weights each, and a dense part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.emotion.embedded.grams import Hashes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hits:
    """The known n-grams of a text, each once.

    ``at`` are their rows in the vocabulary, ``values`` float32 [n] how much each counts, ``weights`` float32 [n, 8]
    what each says.
    """

    at: NDArray[np.intp]
    values: Floats
    weights: Floats

    @property
    def scores(self) -> Floats:
        """Eight scores, all zero where nothing is known."""
        return self.values @ self.weights


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """N-grams of characters (kind 0) and of words (kind 1).

    ``hashes`` uint32 [n] ascending; ``kind`` intp [n]; ``idf`` float32 [n]; ``weights`` int8 [n, 8], times ``scale``
    float32 [2, 8] of the kind.
    """

    hashes: Hashes
    kind: NDArray[np.intp]
    idf: Floats
    weights: NDArray[np.int8]
    scale: Floats

    def look_up(self, hashes: Hashes) -> Hits:
        """TF-IDF, sublinear in TF, of length 1 for each kind."""
        wanted = np.sort(hashes)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        at = at[self.hashes[at] == wanted]
        first = np.flatnonzero(np.diff(at, prepend=-1))
        counts = np.diff(first, append=len(at))
        at = at[first]
        kind = self.kind[at]
        values = (1.0 + np.log(counts.astype(np.float32))) * self.idf[at]
        lengths = np.sqrt(np.bincount(kind, values * values, minlength=2)).astype(np.float32)
        return Hits(at, values / lengths[kind], self.weights[at] * self.scale[kind])


@dataclass(frozen=True, slots=True)
class Expert:
    """One language's weights.

    ``dense`` float32 [evidence.WIDTH, 8]; ``bias`` float32 [8] and ``sharpness`` were found on texts held out of the
    training: the one raises rare emotions, the other makes the strengths honest.
    """

    vocabulary: Vocabulary
    dense: Floats
    bias: Floats
    sharpness: float

    def logits(self, hits: Hits, row: Floats) -> Floats:
        """What the training saw: eight scores before bias and sharpness; ``row`` is from ``evidence``."""
        logits: Floats = hits.scores + row @ self.dense
        return logits

    def sharpened(self, logits: Floats) -> Floats:
        """Scores of which the softmax gives the calibrated strengths."""
        return (logits + self.bias) * np.float32(self.sharpness)


def softmax(scores: Floats) -> Floats:
    """Strengths that sum to 1."""
    raised = np.exp(scores - scores.max())
    strengths: Floats = raised / raised.sum()
    return strengths
