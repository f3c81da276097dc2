"""Stretched words, laughter and keyboard smash: one word in, what a person would voice out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product

from engine.text.scripts import HAN, KANA
from engine.text.tables import table

_STRETCH = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
_SYLLABLES = re.compile(r"([a-z]{2,4}?)\1{2,}[a-z]?\Z", re.IGNORECASE)
_LOL = re.compile(r"(?:l+[ou]+l+(?:[ou]+l+)+[sz]?|l+o+l{2,}[sz]?|l+o{3,}l+[sz]?|x+d{2,}|k{4,}|w{3,})\Z", re.IGNORECASE)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))
_VOWELS = frozenset("aeiouy")
_HOME = frozenset(_ROWS[1])
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_LAUGHS = (("ha", "ha ha ha", 4), ("he", "he he", 4), ("hi", "he he", 4), ("ho", "ho ho ho", 4), ("ja", "ha ha ha", 6))
_LAUGH_PREFIX = re.compile(r"\A(?:[bm]u?wa(?=h)|m?w(?=aha)|a(?=ha))")
_HELD = {"a": "ah", "o": "oh", "e": "ee", "i": "ee", "u": "ooh", "m": "mm", "h": "hm", "r": "grr", "f": "F", "l": "L"}
_MANY = 3  # stretches in one word that are tried both ways
_DOUBLED = table("doubled")
_CJK = rf"[{HAN}{KANA}\uac00-\ud7a3]"
_HELD_CJK = re.compile(rf"({_CJK})\1{{3,}}")
_REPEATED_CJK = re.compile(rf"({_CJK}{{1,12}}?[ ,.!?~，、。！？～…]{{0,2}})\1{{3,}}")


def laugh(word: str) -> str | None:
    """Say "ha ha ha" for "hahahaha", "bwahaha", "ahahah", "jajaja"; "lol" for "lolol", "looool", "xDDD", "wwww"."""
    letters = _LAUGH_PREFIX.sub("", word.lower()) if len(word) >= 4 else ""
    if len(letters) < 3:
        return None
    for syllable, spoken, least in _LAUGHS:
        if len(word) >= least and set(letters) == set(syllable) and letters.count(syllable) >= 2:
            return spoken
    return "lol" if _LOL.match(letters) else None


def thrice(text: str) -> str:
    """Chinese, Japanese and Korean characters and short phrases that are written four times or more, three times.

    For a whole message: once it is cut into pieces, each piece would be read with its own three. Linear in its length.
    """
    return _REPEATED_CJK.sub(r"\1\1\1", _HELD_CJK.sub(r"\1\1\1", text))


def relax(word: str) -> str:
    """Letters held for show cut short: "sooooo" to "so", "goood" to "good", "byebyebyebye" to "bye bye bye"."""
    repeated = _SYLLABLES.match(word)
    if repeated and len(set(repeated[1].lower())) > 1:
        return " ".join([repeated[1]] * 3)
    if not _STRETCH.search(word):
        return word
    once = _STRETCH.sub(r"\1", word)
    if len(once) == 1:
        return _HELD.get(once.lower(), once)
    return next((guess for guess in _guesses(word) if guess.lower() in _DOUBLED), once)


def _guesses(word: str) -> Iterator[str]:
    """Spellings with each stretched letter once or twice, twice first."""
    parts = _STRETCH.split(word)[: 2 * _MANY + 1]
    for counts in product((2, 1), repeat=len(parts) // 2):
        letters = (letter * count for letter, count in zip(parts[1::2], counts, strict=True))
        yield parts[0] + "".join(letter + rest for letter, rest in zip(letters, parts[2::2], strict=True))


def is_smash(word: str) -> bool:
    """True for letters hit at random: neighbours on a keyboard row, or long runs without vowels."""
    letters = word.lower()
    if len(letters) < 6 or not letters.isalpha() or not letters.isascii():
        return False
    near = sum(letters[i : i + 2] in _NEAR for i in range(len(letters) - 1)) / (len(letters) - 1)
    vowels = sum(letter in _VOWELS for letter in letters) / len(letters)
    if near >= 0.75 or (near >= 0.55 and vowels < 0.3):
        return True
    if _CONSONANTS.search(letters) and vowels < 0.3:
        return True
    return len(letters) >= 7 and vowels < 0.3 and (vowels < 0.13 or _HOME.issuperset(letters))
