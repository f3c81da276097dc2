"""What is left to say of a text of which a part was spoken."""

from __future__ import annotations

import re

from engine.text.scripts import HAN, KANA

_WORD = re.compile(f"[{HAN}{KANA}]|[^\\W_{HAN}{KANA}]+(?:['\u2019\\-.,:][^\\W_{HAN}{KANA}]+)*")
"""A word; of Chinese and Japanese one character; a number with its point and commas whole."""

_SLACK = 0.25
"""Characters by which a share may be too small: the sound's length is no count of letters."""


def rest_of(text: str, share: float) -> str:
    """The words of ``text`` after the first ``share`` (0 to 1) of its characters, and at least its last word.

    The word that was being said is said again from its beginning, for a word heard twice is a smaller harm than one
    lost; so something is always left. Words of Chinese and Japanese are taken as single characters.
    """
    starts = [word.start() for word in _WORD.finditer(text) if any(map(str.isalnum, word.group()))]
    if not starts or share <= 0:
        return text
    wanted = share * len(text)
    begun = [start for start in starts if start <= wanted + _SLACK]
    return text[max(begun, default=0) :].strip()
