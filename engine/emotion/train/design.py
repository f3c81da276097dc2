"""Texts to rows of numbers: the same features the model reads, gathered once, and the vocabulary they are put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from engine.emotion.embedded.evidence import evidence
from engine.emotion.embedded.grams import Hashes, grams, readable
from engine.emotion.embedded.weights import Floats, Vocabulary
from engine.emotion.lists.lexicon import LexiconModel
from engine.values import EMOTIONS


@dataclass(frozen=True, slots=True)
class Features:
    """One text: its hashes, ``words`` of which are of words and last, and its dense row, float32 [evidence.WIDTH]."""

    hashes: Hashes
    words: int
    dense: Floats


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with what they carry, bool [n, 8], and how much each counts, [n]."""

    rows: Sequence[Features]
    wanted: NDArray[np.bool_]
    weight: NDArray[np.float64]

    def part(self, of: NDArray[np.intp]) -> Examples:
        """Those at the positions ``of``."""
        return Examples([self.rows[i] for i in of], self.wanted[of], self.weight[of])


def features(texts: Iterable[str]) -> list[Features]:
    """As ``EmbeddedModel.read`` sees the texts."""
    lists = LexiconModel()
    return [_features(readable(text), lists) for text in texts]


def _features(text: str, lists: LexiconModel) -> Features:
    found = grams(text)
    return Features(found.hashes, found.words, evidence(text, lists.read_cleaned(text)))


def vocabulary(rows: Sequence[Features], rarest: tuple[int, int]) -> Vocabulary:
    """All n-grams in enough texts, with smoothed inverse document frequencies and no weights yet.

    Args:
        rows: the texts.
        rarest: texts that an n-gram of characters, of words must be in.
    """
    chars = _frequent([row.hashes[: len(row.hashes) - row.words] for row in rows], rarest[0])
    words = _frequent([row.hashes[len(row.hashes) - row.words :] for row in rows], rarest[1])
    # A word whose hash some run of characters has already is left out.
    hashes, first = np.unique(np.concatenate([chars[0], words[0]]), return_index=True)
    counts = np.concatenate([chars[1], words[1]])[first]
    idf = np.log((1 + len(rows)) / (1 + counts)) + 1
    kind = (first >= len(chars[0])).astype(np.intp)
    blank = np.zeros((len(hashes), len(EMOTIONS)), np.int8)
    return Vocabulary(hashes, kind, idf.astype(np.float32), blank, np.ones((2, len(EMOTIONS)), np.float32))


def _frequent(lists: Sequence[Hashes], rarest: int) -> tuple[Hashes, NDArray[np.intp]]:
    hashes, counts = np.unique(np.concatenate([np.unique(found) for found in lists]), return_counts=True)
    return hashes[counts >= rarest], counts[counts >= rarest]


def matrix(rows: Sequence[Features], words: Vocabulary) -> csr_matrix:
    """[texts, n-grams + dense]."""
    hits = [words.look_up(row.hashes) for row in rows]
    ends = np.cumsum([0, *(len(found.at) for found in hits)])
    at, values = (np.concatenate(parts) for parts in zip(*((found.at, found.values) for found in hits), strict=True))
    sparse = csr_matrix((values, at, ends), (len(rows), len(words.hashes)))
    return hstack([sparse, csr_matrix(np.stack([row.dense for row in rows]))], format="csr", dtype=np.float64)
