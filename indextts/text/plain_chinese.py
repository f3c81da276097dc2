"""Text on which the Chinese grammar has nothing to do."""

from __future__ import annotations

import re

_PLAIN = re.compile(
    "["
    "\u4e00-\u9fff，。！？、；：“”‘’（）《》【】「」…—"
    "\u3040-\u30ff\uac00-\ud7a3"  # kana, Korean syllables
    "\u2600-\u27bf\U0001f000-\U0001faff\u200d\ufe0f"  # emoji and what joins them
    "]*+"
)


def is_plain_chinese(text: str) -> bool:
    """Only ideographs, kana, Korean, emoji and Chinese punctuation.

    Every rule of the grammar that changes anything needs a digit, a Latin letter or another symbol, so its search (a
    quarter of a millisecond a character) can be left out.
    """
    return _PLAIN.fullmatch(text) is not None
