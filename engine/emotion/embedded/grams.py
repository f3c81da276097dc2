"""A text as hashed character and word n-grams, by array operations only: some 0.1 ms a sentence.

Features are 32-bit hashes with a stored vocabulary, so that a collision needs two of some 10^5 entries in 2^32.
Two kinds: characters within words (1 to 5), words (1 to 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.emotion.embedded.quotes import unquoted
from engine.emotion.lists.leet import unleet
from engine.text.cleanup import clean

LONGEST = 5
"""Characters of the longest n-gram."""
READ_LIMIT = 600
"""Characters that are read; a feeling does not need more, and the time stays bounded."""

Hashes = NDArray[np.uint32]
Places = NDArray[np.intp]
Part = tuple[Hashes, Places, Places]
"""Hashes, starts, ends."""

_URL = re.compile(r"https?://\S+|www\.\S+")
_NAME = re.compile(r"\[(?:name|religion)\]|(?://)?@[\w\-]{1,30}:?")
_NUMBER = re.compile(r"[0-9]+")
_STRETCH = re.compile(r"(.)\1{2,}")
_SPACE = re.compile(r"\s+")
_TOKEN = re.compile(r"[a-z']+|[0@]|[^\w\s]")
_BLANK = 32
_PRIME = np.uint32(0x01000193)  # of FNV-1a
_MIX_1, _MIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)  # of MurmurHash3's finaliser
_SALT = np.array([0, 0x9E3779B9, 0x7F4A7C15, 0xF39CC060, 0x106AA070, 0x5851F42D], np.uint32)  # one a length


@dataclass(frozen=True, slots=True)
class Grams:
    """All that is looked up: runs of characters in text order, then ``words`` words and pairs of words.

    ``hashes`` [n], and the characters [start, end) of ``text``, the normalised text, that each covers.
    """

    text: str
    words: int
    hashes: Hashes
    start: Places
    end: Places


def readable(text: str) -> str:
    """The beginning of ``text`` as lists and ``grams`` read it: cleaned, without links and quotes, leetspeak read."""
    return unleet(unquoted(clean(_URL.sub(" ", text[:READ_LIMIT]))))


def grams(text: str) -> Grams:
    """The features of a readable text."""
    plain = normalise(text)
    chars, words = _characters(plain), _words(plain)
    hashes = np.concatenate([chars[0], words[0]])
    start, end = np.concatenate([chars[1], words[1]]), np.concatenate([chars[2], words[2]])
    return Grams(plain, len(words[0]), hashes, start, end)


def normalise(text: str) -> str:
    """``text`` in small letters, a blank either side; names, links, numbers and stretched letters have one form."""
    text = text.lower()
    text = _NAME.sub("@", text)
    text = _STRETCH.sub(r"\1\1", _NUMBER.sub("0", text))
    return _SPACE.sub(" ", f" {text} ")


def _characters(plain: str) -> Part:
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), "<u4")
    blank = codes == _BLANK
    rolled, inside = codes, ~blank
    runs, starts = [codes[inside]], [np.flatnonzero(inside)]
    inside = np.ones(max(0, len(codes) - 1), bool)
    for length in range(2, LONGEST + 1):
        rolled = rolled[:-1] * _PRIME + codes[length - 1 :]
        # A blank may begin or end an n-gram, not stand inside: it marks the edge of a word.
        inside = inside if length == 2 else inside[:-1] & ~blank[length - 2 : -1]
        starts.append(np.flatnonzero(inside))
        runs.append(rolled[starts[-1]])
    lengths = np.repeat(np.arange(1, LONGEST + 1), [len(run) for run in runs])
    start = np.concatenate(starts)
    return _mixed(np.concatenate(runs), lengths), start, start + lengths


def _mixed(rolled: Hashes, lengths: Places) -> Hashes:
    """Finalised as MurmurHash3 does, so that near strings land far apart."""
    mixed = rolled ^ _SALT[lengths]
    mixed = (mixed ^ (mixed >> np.uint32(16))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint32(13))) * _MIX_2
    finished: Hashes = mixed ^ (mixed >> np.uint32(16))
    return finished


def _words(plain: str) -> Part:
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(plain)]
    pairs = [(f"{one} {two}", start, end) for (one, start, _), (two, _, end) in pairwise(tokens)]
    found = tokens + pairs
    hashes = np.array([crc32(word.encode("utf-8", "replace")) for word, _, _ in found], np.uint32)
    places = np.array([(start, end) for _, start, end in found], np.intp).reshape(-1, 2)
    return hashes, places[:, 0], places[:, 1]
