"""Words dealt out over a time by how long each takes to say, where nobody knows better."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.stage.moment import Word

_DIGIT = re.compile(r"\d")
_BASE = 1.5
"""What a word costs beside its letters, in letters: short words are slow for their length."""
_CJK = 3.0
_NEAR = 4
"""Characters behind a word in which its mark is looked for."""
_PAUSE = {
    ",": 2.0,
    ";": 3.0,
    ":": 3.0,
    ".": 3.5,
    "!": 3.5,
    "?": 3.5,
    "，": 2.0,
    "。": 3.5,
    "！": 3.5,
    "？": 3.5,
    "、": 2.0,
    "—": 2.5,
    "-": 2.5,
    "…": 4.0,
}
"""What a mark inside the clause adds after its word, in letters."""


def dealt(text: str, spans: Sequence[tuple[int, int]], start_s: float, end_s: float) -> list[Word]:
    """The words at ``spans`` of ``text`` from ``start_s`` to ``end_s``; the pauses at marks lie between them."""
    costs = [_cost(text[begin:end]) for begin, end in spans]
    pauses = [rests(text, span) for span in spans[:-1]] + [0.0] * bool(spans)
    scale = (end_s - start_s) / max(sum(costs) + sum(pauses), 1e-9)
    words, at = [], 0.0
    for (begin, end), cost, rest in zip(spans, costs, pauses, strict=True):
        words.append(Word(begin, end, start_s + at * scale, start_s + (at + cost) * scale))
        at += cost + rest
    return words


def rests(text: str, span: tuple[int, int]) -> float:
    """The pause at the mark that ends a word or stands behind it, in letters; 0.0 where there is none."""
    behind = text[span[1] : span[1] + _NEAR].lstrip()[:1]
    return _PAUSE.get(text[span[1] - 1]) or _PAUSE.get(behind, 0.0)


def _cost(word: str) -> float:
    if len(word) == 1 and not word.isascii():
        return _CJK
    return _BASE + len(word) + 2.5 * len(_DIGIT.findall(word))
