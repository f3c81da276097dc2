"""When each word of a clause sounds: shares of the clause's length by how long each word takes to say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.stage.moment import Word

_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\s぀-ヿ㐀-鿿豈-﫿]+")
"""A run without spaces, or one CJK character."""
_LETTERS = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
_BASE = 1.5
"""What a word costs beside its letters, in letters: short words are slow for their length."""
_CJK = 3.0
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
}
"""What a mark inside the clause adds after its word, in letters."""

Marks = Sequence[tuple[int, float]]
"""(index of a character of the text, share 0 to 1 of the clause's length at which it begins to sound), rising."""


def word_spans(text: str) -> list[tuple[int, int]]:
    """[begin, end) of every word with a letter or digit; a mark alone belongs to no word."""
    return [found.span() for found in _WORD.finditer(text) if _LETTERS.search(found.group())]


def word_times(text: str, seconds: float) -> tuple[Word, ...]:
    """The words of ``text`` dealt out over ``seconds``, each until the next begins; pauses at marks lie between."""
    spans = word_spans(text)
    costs = [_cost(text[begin:end]) for begin, end in spans]
    rests = [_PAUSE.get(text[end - 1], 0.0) for _, end in spans]
    if rests:
        rests[-1] = 0.0
    scale = seconds / max(sum(costs) + sum(rests), 1e-9)
    words, at = [], 0.0
    for (begin, end), cost, rest in zip(spans, costs, rests, strict=True):
        words.append(Word(begin, end, at * scale, (at + cost) * scale))
        at += cost + rest
    return tuple(words)


def _cost(word: str) -> float:
    if len(word) == 1 and not word.isascii():
        return _CJK
    return _BASE + len(word) + 2.5 * len(_DIGIT.findall(word))
