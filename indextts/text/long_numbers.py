"""Runs of digits too long to be a number, on which a grammar's search grows out of proportion."""

from __future__ import annotations

import re

from indextts.text.language import Language

LONGEST_NUMBER = 40
"""Digits; longer runs are read digit by digit, as the grammars do."""

LONG_NUMBER = re.compile(f"[0-9０-９]{{{LONGEST_NUMBER + 1},}}")
_DIGITS: dict[Language, list[str]] = {
    "zh": list("零幺二三四五六七八九"),
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}


def digit_by_digit(number: str, path: Language) -> str:
    """The digits as words."""
    words, blank = _DIGITS[path], "" if path == "zh" else " "
    return blank.join(words[int(digit)] for digit in number)
