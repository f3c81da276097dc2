"""The trained numbers of one language: sorted vocabularies of hashes with eight weights each, and a dense part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.emotion.embedded.grams import Grams, Hashes

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hits:
    """The known n-grams of a text, each once.

    ``at`` are their rows in the block, ``values`` float32 [n] what they count, ``weights`` float32 [n, 8] their say.
    """

    at: NDArray[np.intp]
    values: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of n-grams.

    ``hashes`` uint32 [n] ascending; ``idf`` float32 [n]; ``weights`` int8 [n, 8], times ``scale`` float32 [8].
    """

    hashes: Hashes
    idf: Floats
    weights: NDArray[np.int8]
    scale: Floats

    def look_up(self, hashes: Hashes) -> Hits:
        """TF-IDF, sublinear in TF, of length 1."""
        found, counts = np.unique(hashes, return_counts=True)
        at = np.minimum(np.searchsorted(self.hashes, found), len(self.hashes) - 1)
        known = self.hashes[at] == found
        at = at[known]
        values = (1.0 + np.log(counts[known].astype(np.float32))) * self.idf[at]
        length = np.sqrt(values @ values)
        return Hits(at, values / length if length else values, self.weights[at] * self.scale)


@dataclass(frozen=True, slots=True)
class Expert:
    """One language's weights.

    ``dense`` float32 [evidence.WIDTH, 8]; ``bias`` float32 [8] and ``sharpness`` were found on texts held out of the
    training: the one raises rare emotions, the other makes the strengths honest.
    """

    chars: Block
    words: Block
    dense: Floats
    bias: Floats
    sharpness: float

    def look_up(self, features: Grams) -> tuple[Hits, Hits]:
        """The known n-grams: of characters, of words."""
        return self.chars.look_up(features.chars.hashes), self.words.look_up(features.words.hashes)

    def logits(self, hits: tuple[Hits, Hits], row: Floats) -> Floats:
        """What the training saw: eight scores before bias and sharpness; ``row`` is from ``evidence``."""
        chars, words = hits
        logits: Floats = chars.values @ chars.weights + words.values @ words.weights + row @ self.dense
        return logits

    def sharpened(self, logits: Floats) -> Floats:
        """Scores of which the softmax gives the calibrated strengths."""
        return (logits + self.bias) * np.float32(self.sharpness)


def softmax(scores: Floats) -> Floats:
    """Strengths that sum to 1."""
    raised = np.exp(scores - scores.max())
    strengths: Floats = raised / raised.sum()
    return strengths
