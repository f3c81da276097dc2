"""User names as a person would say them."""

from __future__ import annotations

import re

_DECORATION = re.compile(r"\A(?:[xX]{1,3}|i{3}|I{3})[_\-.]+|[_\-.]+(?:[xX]{1,3}|i{3}|I{3})\Z")
_XX = re.compile(r"\A[xX]{2}(?=[A-Z])|(?<=[a-z0-9])X[xX]\Z")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_SPLIT = re.compile(r"[_\-.\s]+")
_LONG_DIGITS = re.compile(r"\d{4,}")
_LEET = str.maketrans("0134578", "oieastb")
_BETWEEN = re.compile(r"(?<=[A-Za-z])([013457])\1?(?=[A-Za-z])")
_LEET_WORDS = {
    "l33t": "leet", "n00b": "noob", "n00bs": "noobs", "pr0": "pro", "h4x": "hacks", "h4x0r": "hacker",
    "pwn3d": "pwned", "0wned": "owned", "r0fl": "rofl", "1ol": "lol", "g0d": "god", "d3ad": "dead",
}  # fmt: skip
_ONE_ZERO = re.compile(r"[a-z]0[a-z]\Z", re.IGNORECASE)
_FOR_YOU = re.compile(r"(?<=[a-z])4u\Z", re.IGNORECASE)
_NOT_LEET = re.compile(r"(?:[a-z]\d+){2,}[a-z]?\Z|(?-i:[A-Z0-9]{2,5}\Z)|(?:mp|ps|gta|bo|cod|top)\d", re.IGNORECASE)


def speak_name(name: str) -> str:
    """Say "xX_k1ller_Xx" to "killer", "gamer_girl92" to "gamer girl 92", "DarkSoulsFan" to "Dark Souls Fan".

    Empty where nothing can be said (only marks).
    """
    bare = _XX.sub("", _DECORATION.sub("", _DECORATION.sub("", name.strip("@_-.~ "))))
    words = (unleet(part) for part in _SPLIT.split(bare or name) if part)
    return " ".join(piece for word in words for piece in _HUMPS.sub(" ", word).split() if _kept(piece))


def unleet(word: str) -> str:
    """Digits that stand for letters become letters: "k1ller" to "killer", "n00b" to "noob"; "1v1", "mp3s" stay."""
    known = _LEET_WORDS.get(word.lower())
    if known:
        return known
    letters = sum(char.isalpha() for char in word)
    if letters < 2 or (letters == 2 and not _ONE_ZERO.match(word)) or letters == len(word) or _NOT_LEET.match(word):
        return word
    return _BETWEEN.sub(lambda match: _digit(word, match), _FOR_YOU.sub(" for you", word))


def _digit(word: str, match: re.Match[str]) -> str:
    """A letter beside a short run of letters; between two long runs ("gamer4life") the digit is a word."""
    left = len(re.split(r"[^A-Za-z]", word[: match.start()])[-1])
    right = len(re.split(r"[^A-Za-z]", word[match.end() :])[0])
    if match[0] != "0" and min(left, right) > 3:
        return f" {match[0]} "
    return match[0].translate(_LEET)


def _kept(piece: str) -> bool:
    return not _LONG_DIGITS.fullmatch(piece)
