"""Runs of characters that are no number and no word, on which a grammar's search is wasted."""

from __future__ import annotations

import re

from indextts.text.language import Language

LONGEST_NUMBER = 40
"""Digits; longer runs are read digit by digit, as the grammars do."""
LONGEST_WORD = 200
"""Characters without a blank in English; longer runs stay as they are."""

_NUMBER = f"[0-9０-９]{{{LONGEST_NUMBER + 1},}}"
LONG_RUN: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(_NUMBER),
    "en": re.compile(rf"{_NUMBER}|\S{{{LONGEST_WORD + 1},}}"),
}
"""What the grammar of a path is not given."""

_DIGITS: dict[Language, list[str]] = {
    "zh": list("零幺二三四五六七八九"),
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}


def read_run(run: str, path: Language) -> str:
    """A long run as it is spoken: digits as words, anything else as it is."""
    if not run.isdecimal():
        return run
    words, blank = _DIGITS[path], "" if path == "zh" else " "
    return blank.join(words[int(digit)] for digit in run)
