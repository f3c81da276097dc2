"""English words and phrases as cues, with negation and degree."""

from __future__ import annotations

import re
from itertools import groupby

from engine.emotion.lists.tables import Strengths, load
from engine.emotion.reading import Cue

_EXCLAIMED = load("exclaimed")
_TABLE = {**load("en"), **_EXCLAIMED}
_LONGEST = {
    first: max(term.count(" ") + 1 for term in terms)
    for first, terms in groupby(sorted(_TABLE), key=lambda term: term.split(" ")[0])
}  # words of the longest term by its first word, so that most words cost one look
_TOKEN = re.compile(r"[a-z0-9]+(?:['.][a-z0-9]+)*|[,;.!?]+")
_STRETCH = re.compile(r"([a-z])\1{2,}")
_BREAK = frozenset(",;.!?")
_NEGATIONS = frozenset({
    "not", "no", "never", "without", "hardly", "barely", "ain't", "isn't", "wasn't", "aren't", "weren't", "don't",
    "doesn't", "didn't", "can't", "cannot", "couldn't", "won't", "wouldn't", "shouldn't", "haven't", "hasn't",
    "hadn't", "dont", "doesnt", "didnt", "isnt", "wasnt", "cant", "wont", "aint", "nothing", "neither", "nor"
})  # fmt: skip
_STRONGER = frozenset({
    "very", "so", "really", "extremely", "super", "absolutely", "totally", "incredibly", "too", "such", "damn",
    "fucking", "freaking", "insanely", "soo"
})  # fmt: skip
_WEAKER = frozenset({
    "slightly", "somewhat", "kinda", "kind", "bit", "little", "fairly", "almost", "maybe", "sort", "sorta", "less"
})  # fmt: skip
_FILLERS = frozenset({
    "a", "an", "the", "that", "this", "be", "been", "being", "much", "really", "of", "all", "even", "feel", "feeling",
    "feels", "am", "are", "is", "to"
})  # fmt: skip
_TRANSPARENT = _STRONGER | _WEAKER | _FILLERS
_STAYS = (["stop"], ["help"], ["wait"], ["only"], ["just"], ["more"])
_OPPOSITE = {
    "happy": (("melancholic", 0.6), ("disgusted", 0.45)),
    "sad": (("calm", 0.5),),
    "angry": (("calm", 0.5),),
    "afraid": (("calm", 0.5),),
    "disgusted": (("calm", 0.4),),
    "melancholic": (("calm", 0.4),),
    "surprised": (("calm", 0.5),),
    "calm": (("afraid", 0.3),),
}


def find_english(text: str) -> list[Cue]:
    """Cues of the longest phrases found, left to right."""
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    if not tokens:
        return []
    tokens = [_known(token) for token in tokens]
    cues: list[Cue] = []
    at = 0
    while at < len(tokens):
        length = _match(tokens, at)
        if length:
            term = " ".join(tokens[at : at + length])
            cues += _cues(term, tokens, at)
        at += length or 1
    return cues


def _known(token: str) -> str:
    """A stretched word in its listed spelling ("sooo happyyy"), any other as it is."""
    if token in _TABLE or not _STRETCH.search(token):
        return token
    once, twice = _STRETCH.sub(r"\1", token), _STRETCH.sub(r"\1\1", token)
    return twice if twice in _TABLE else once


def _match(tokens: list[str], at: int) -> int:
    """How many tokens from ``at`` make the longest listed term; 0 for none."""
    for length in range(min(_LONGEST.get(tokens[at], 0), len(tokens) - at), 0, -1):
        if " ".join(tokens[at : at + length]) in _TABLE:
            return length
    return 0


def _cues(term: str, tokens: list[str], at: int) -> list[Cue]:
    negated, degree = _context(tokens, at)
    feeling: Strengths = _TABLE[term]
    negated = negated and term not in _EXCLAIMED
    if negated:
        feeling = tuple(
            (other, share * strength) for emotion, strength in feeling for other, share in _OPPOSITE[emotion]
        )
    shown = f"not {term}" if negated else term
    return [(shown, emotion, min(1.0, strength * degree)) for emotion, strength in feeling]


def _context(tokens: list[str], at: int) -> tuple[bool, float]:
    """Is the term negated, and its degree, from the up to three words before it in the same clause."""
    degree = 1.0
    for back in range(1, 4):
        if at - back < 0 or tokens[at - back][0] in _BREAK:
            break
        word = tokens[at - back]
        if word in _NEGATIONS:
            return not _idle(tokens, at - back), degree
        if back == 1 or tokens[at - back + 1] in _TRANSPARENT:
            degree *= 1.25 if word in _STRONGER else 0.6 if word in _WEAKER else 1.0
        if word not in _TRANSPARENT and back > 1:
            break
    return False, degree


def _idle(tokens: list[str], at: int) -> bool:
    """True for negations that turn nothing: "no, ...", "no way", "can't stop crying", "not only sad"."""
    word, following = tokens[at], tokens[at + 1 : at + 2]
    return (word == "no" and following in (["way"], [","], ["."], ["!"])) or following[:1] in _STAYS
