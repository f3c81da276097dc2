"""Digits that stand for letters inside a word: "tr4sh" is trash; "mp3", "1v1" and "ps5" stay."""

from __future__ import annotations

import re

_WORD = re.compile(r"(?<![\w])[A-Za-z]+(?:[013457]+[A-Za-z]+)+(?![\w])")
_LETTERS = str.maketrans("013457", "oieast")


def unleet(text: str) -> str:
    """``text`` with the digits inside words read as the letters they look like.

    Only words that begin and end with a letter are changed, and only by 0, 1, 3, 4, 5 and 7.
    """
    return _WORD.sub(lambda match: match[0].translate(_LETTERS), text)
