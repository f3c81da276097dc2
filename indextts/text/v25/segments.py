"""Cut a text of version 2.5 into segments of so many tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indextts.text.v25.spelling import SPELLED

Count = Callable[[str], int]
"""Tokens of a text."""

_CLAUSE = re.compile(r"[^，。！？、；：,.!?;:\n]*[，。！？、；：,.!?;:\n]|[^，。！？、；：,.!?;:\n]+")


def text_segments(text: str, count: Count, budget: int) -> list[str]:
    """Parts of at most ``budget`` tokens, cut behind punctuation where possible.

    A spelled-out pronunciation is never cut, even where it alone is over the budget; a clause over the budget is
    cut between characters.
    """
    if count(text) <= budget:
        return [text]
    packed: list[str] = []
    current = ""
    for part in _parts(text, count, budget):
        if current and count(current + part) > budget:
            packed.append(current)
            current = ""
        current += part
    return [segment.strip() for segment in (*packed, current) if segment.strip()]


def _parts(text: str, count: Count, budget: int) -> Iterator[str]:
    for place, piece in enumerate(SPELLED.split(text)):
        if place % 2:  # a pronunciation
            yield piece
            continue
        for clause in _CLAUSE.findall(piece):
            yield from [clause] if count(clause) <= budget else clause
