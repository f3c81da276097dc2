"""Chinese and Japanese words as cues, with negation and degree."""

from __future__ import annotations

import re

from engine.emotion.lists.tables import Strengths, load
from engine.emotion.reading import Cue

_TABLE = load("zh")
_LENGTHS: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(term) for term in _TABLE if term[0] == first}, reverse=True))
    for first in {term[0] for term in _TABLE}
}  # of the terms that begin with a character, so that most characters cost one look
_HAS_CJK = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\b(?:yyds|nmsl|tmd|sb|nb|woc|tql|awsl|xswl|hhh+|2333+|666+|88888+)\b", re.IGNORECASE
)
_NEGATION = re.compile(
    r"(?:不|没|没有|别|无|未|非|不太|不是|并不|没那么|不怎么|不再|从不|毫不|不会|不要|没什么)(?:太|很|那么|怎么|再|会|是|想|用)?\Z"
)
_STRONGER = re.compile(
    r"(?:很|太|超|超级|好|真|真的|非常|特别|极其|无比|最|巨|贼|这么|那么|多么|とても|超|めっちゃ|すごく)\Z"
)
_WEAKER = re.compile(r"(?:有点|有些|稍微|略|一点|ちょっと|少し)\Z")
_NEGATIVE_END = re.compile(r"\A(?:くない|じゃない|ではない|なかった|くなかった)")
_OPPOSITE = {
    "happy": ("sad", 0.6), "sad": ("calm", 0.5), "angry": ("calm", 0.5), "afraid": ("calm", 0.5),
    "disgusted": ("calm", 0.4), "melancholic": ("calm", 0.4), "surprised": ("calm", 0.4), "calm": ("afraid", 0.4),
}  # fmt: skip


def find_cjk(text: str) -> list[Cue]:
    """Cues of the longest listed words, left to right."""
    if not _HAS_CJK.search(text):
        return []
    cues: list[Cue] = []
    at = 0
    while at < len(text):
        term = _longest(text, at)
        if term:
            cues += _cues(term, text, at)
        at += len(term) or 1
    return cues


def _longest(text: str, at: int) -> str:
    for length in _LENGTHS.get(text[at], ()):
        term = text[at : at + length]
        if term in _TABLE and not (term.isascii() and _inside_word(text, at, len(term))):
            return term
    return ""


def _inside_word(text: str, at: int, length: int) -> bool:
    around = text[max(0, at - 1) : at] + text[at + length : at + length + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def _cues(term: str, text: str, at: int) -> list[Cue]:
    before, after = text[max(0, at - 5) : at], text[at + len(term) : at + len(term) + 6]
    feeling: Strengths = _TABLE[term]
    degree = 1.2 if _STRONGER.search(before) else 0.6 if _WEAKER.search(before) else 1.0
    bare = _STRONGER.sub("", before)
    if _NEGATION.search(bare) or _NEGATIVE_END.match(after):
        feeling = tuple((_OPPOSITE[emotion][0], _OPPOSITE[emotion][1] * strength) for emotion, strength in feeling)
        term = f"不{term}"
    return [(term, emotion, min(1.0, strength * degree)) for emotion, strength in feeling]
