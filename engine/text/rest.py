"""What is left to say of a text of which a part was spoken."""

from __future__ import annotations

import re

from engine.text.scripts import HAN, KANA

_WORD = re.compile(f"[{HAN}{KANA}]|[^\\W_{HAN}{KANA}]+(?:['\u2019\\-.,:][^\\W_{HAN}{KANA}]+)*")
"""A word; of Chinese and Japanese one character; a number with its point and commas whole."""


def rest_of(text: str, share: float) -> str:
    """The words of ``text`` after the first ``share`` (0 to 1) of its characters, and at least its last word.

    The cut is at the word boundary nearest to the share; words of Chinese and Japanese are taken as single characters.
    A word said twice is a smaller harm than one lost, so something is always left.
    """
    starts = [word.start() for word in _WORD.finditer(text)]
    if not starts or share <= 0:
        return text
    wanted = share * len(text)
    start = min(starts, key=lambda place: abs(place - wanted))
    return text[start:].strip()
