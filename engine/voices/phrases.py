"""Cuts a line into pieces the acoustic model takes in one go: sentences, then clauses, then words."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_PHONEMES = 400
_CLAUSE = re.compile(r"(?<=[,;:—])\s+")
_WORD = re.compile(r"\s+")


def pieces(phonemes: str, limit: int = LONGEST_PHONEMES) -> Iterator[str]:
    """Split a phoneme string into parts of at most ``limit`` symbols, at the best place there is."""
    for clause in _packed(_CLAUSE.split(phonemes), limit):
        if len(clause) <= limit:
            yield clause
            continue
        for words in _packed(_WORD.split(clause), limit):
            yield from (words[at : at + limit] for at in range(0, len(words), limit))


def _packed(parts: list[str], limit: int) -> Iterator[str]:
    """Join neighbours with a space as long as they stay within ``limit``."""
    held = ""
    for part in parts:
        if held and len(held) + 1 + len(part) > limit:
            yield held
            held = part
        else:
            held = f"{held} {part}" if held else part
    if held:
        yield held
