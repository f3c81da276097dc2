"""Stretched words, laughter and keyboard smash: one word in, what a person would voice out."""

from __future__ import annotations

import re
from itertools import pairwise

_STRETCH = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
_SYLLABLES = re.compile(r"([a-z]{2,4}?)\1{2,}[a-z]?\Z", re.IGNORECASE)
_LOL = re.compile(r"(?:l+[ou]+l+(?:[ou]+l+)+[sz]?|l+o+l{2,}[sz]?|l+o{3,}l+[sz]?|x+d{2,}|k{4,}|w{4,})\Z", re.IGNORECASE)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))
_VOWELS = frozenset("aeiouy")
_LAUGHS = (("ha", "ha ha ha", 4), ("he", "he he", 4), ("hi", "he he", 4), ("ho", "ho ho ho", 4), ("ja", "ha ha ha", 6))
_LAUGH_PREFIX = re.compile(r"\A(?:[bm]u?wa(?=h)|m?w(?=aha)|a(?=ha))")
_DOUBLED = frozenset("eo")


def laugh(word: str) -> str | None:
    """Say "ha ha ha" for "hahahaha", "bwahaha", "ahahah", "jajaja"; "lol" for "lolol", "looool", "xDDD", "wwww"."""
    letters = _LAUGH_PREFIX.sub("", word.lower()) if len(word) >= 4 else ""
    if len(letters) < 3:
        return None
    for syllable, spoken, least in _LAUGHS:
        if len(word) >= least and set(letters) == set(syllable) and letters.count(syllable) >= 2:
            return spoken
    return "lol" if _LOL.match(letters) else None


def relax(word: str) -> str:
    """Letters held for show cut short: "sooooo" to "soo", "yesss" to "yes", "byebyebyebye" to "bye bye bye"."""
    repeated = _SYLLABLES.match(word)
    if repeated and len(set(repeated[1].lower())) > 1:
        return " ".join([repeated[1]] * 3)
    return _STRETCH.sub(_unstretch, word)


def _unstretch(match: re.Match[str]) -> str:
    """Two of a letter that is common doubled (e, o), else one."""
    letter = match[1]
    return letter * 2 if letter.lower() in _DOUBLED else letter


def is_smash(word: str) -> bool:
    """True for letters hit at random: six or more, mostly neighbours on a keyboard row, or almost no vowels."""
    letters = word.lower()
    if len(letters) < 6 or not letters.isalpha() or not letters.isascii():
        return False
    near = sum(letters[i : i + 2] in _NEAR for i in range(len(letters) - 1)) / (len(letters) - 1)
    vowels = sum(letter in _VOWELS for letter in letters) / len(letters)
    variety = len(set(letters)) / len(letters)
    return near >= 0.6 or (vowels < 0.13 and len(letters) >= 7) or (near >= 0.35 and vowels < 0.25 and variety < 0.7)
