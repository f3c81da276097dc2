"""Texts to rows of numbers: the same features the model reads, gathered once, and the vocabularies they are put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from engine.emotion.embedded.evidence import evidence
from engine.emotion.embedded.grams import Hashes, grams, readable
from engine.emotion.embedded.weights import Block, Floats
from engine.emotion.lists.lexicon import LexiconModel
from engine.values import EMOTIONS


@dataclass(frozen=True, slots=True)
class Features:
    """One text: its hashes and its dense row, float32 [evidence.WIDTH]."""

    chars: Hashes
    words: Hashes
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
    return Features(found.chars.hashes, found.words.hashes, evidence(text, lists.read_cleaned(text)))


def vocabularies(rows: Sequence[Features], rarest: tuple[int, int]) -> tuple[Block, Block]:
    """Of characters and of words, without weights yet."""
    chars = _vocabulary([row.chars for row in rows], rarest[0])
    return chars, _vocabulary([row.words for row in rows], rarest[1])


def _vocabulary(lists: Sequence[Hashes], rarest: int) -> Block:
    """All hashes in at least ``rarest`` of the texts, with smoothed inverse document frequencies."""
    hashes, counts = np.unique(np.concatenate([np.unique(found) for found in lists]), return_counts=True)
    common = counts >= rarest
    idf = np.log((1 + len(lists)) / (1 + counts[common])) + 1
    blank = np.zeros((int(common.sum()), len(EMOTIONS)), np.int8)
    return Block(hashes[common], idf.astype(np.float32), blank, np.ones(len(EMOTIONS), np.float32))


def matrix(rows: Sequence[Features], chars: Block, words: Block) -> csr_matrix:
    """[texts, n-grams of characters + of words + dense]."""
    blocks = _sparse([row.chars for row in rows], chars), _sparse([row.words for row in rows], words)
    return hstack([*blocks, csr_matrix(np.stack([row.dense for row in rows]))], format="csr", dtype=np.float64)


def _sparse(lists: Sequence[Hashes], block: Block) -> csr_matrix:
    hits = [block.look_up(hashes) for hashes in lists]
    ends = np.cumsum([0, *(len(found.at) for found in hits)])
    at, values = (np.concatenate(parts) for parts in zip(*((found.at, found.values) for found in hits), strict=True))
    return csr_matrix((values, at, ends), (len(lists), len(block.hashes)))
