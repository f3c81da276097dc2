"""The few marks the model knows, and what every other mark becomes."""

from __future__ import annotations

import re

from indextts.text.language import Language

_RULES = {
    ",": ["：", "；", ";", "，", "、", ":"],
    ".": ["。"],
    "!": ["！"],
    "?": ["？"],
    " ": ["\n"],
    "-": ["·", "—", "～", "~"],
    "…": ["...", ",,,", "……"],
    "'": ["“", "”", '"', "‘", "’", "（", "）", "(", ")", "《", "》", "【", "】", "[", "]", "「", "」"],
}
_MARKS = {mark: plain for plain, marks in _RULES.items() for mark in marks}
_PATTERNS: dict[Language, re.Pattern[str]] = {
    "en": re.compile("|".join(map(re.escape, _MARKS))),
    "zh": re.compile("|".join(map(re.escape, ("$", *_MARKS)))),
}


def plain_marks(text: str, path: Language) -> str:
    """Replace punctuation by the model's marks, in one pass.

    Args:
        text: normalised text.
        path: on the Chinese path a dollar sign that is still there becomes a full stop.
    """
    return _PATTERNS[path].sub(lambda mark: _MARKS.get(mark.group(), "."), text)
