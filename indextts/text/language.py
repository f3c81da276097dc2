"""Which of the two normalisation grammars a text goes through."""

from __future__ import annotations

import re
from typing import Literal

from indextts.text.pinyin import has_toned_pinyin

Language = Literal["zh", "en"]
"""The two paths of the text front end."""

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile("[A-Za-z]")
_ADDRESS = re.compile(r"[A-Za-z0-9]++@[A-Za-z0-9]++\.[A-Za-z]++")


def path_of(text: str) -> Language:
    """``zh`` with an ideograph, a toned pinyin or no ASCII letter, and for a bare e-mail address; else ``en``."""
    chinese = _IDEOGRAPH.search(text) or not _LETTER.search(text) or _ADDRESS.fullmatch(text) or has_toned_pinyin(text)
    return "zh" if chinese else "en"
