"""What is left to say of a text of which a part was spoken."""

from __future__ import annotations

import re

_WORD = re.compile(r"\s*(?:[^\W_]+(?:['’\-.,:][^\W_]+)*|[^\w\s]|_)", re.UNICODE)
_IDEOGRAPH = re.compile("[぀-ヿ㐀-䶿一-鿿豈-﫿]")


def rest_of(text: str, share: float) -> str:
    """The words of ``text`` after the first ``share`` (0 to 1) of its characters, and at least its last word.

    The cut is at the word boundary nearest to the share; words of Chinese and Japanese are taken as single characters.
    A word said twice is a smaller harm than one lost, so something is always left.
    """
    starts = _starts(text)
    if not starts or share <= 0:
        return text
    wanted = share * len(text)
    start = min(starts, key=lambda place: abs(place - wanted))
    return text[start:].strip() or text[starts[-1] :].strip()


def _starts(text: str) -> list[int]:
    """Where words begin; punctuation belongs to the word before it."""
    starts: list[int] = []
    for word in _WORD.finditer(text):
        begin = word.end() - len(word.group().lstrip())
        if word.group().strip().isalnum() and _IDEOGRAPH.search(word.group()):
            starts += range(begin, word.end())
        elif any(char.isalnum() for char in word.group()):
            starts.append(begin)
    return starts
