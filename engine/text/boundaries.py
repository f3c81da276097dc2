"""Where a text may be cut for speech: sentence ends, clause ends, and places before a conjunction.

Pure and bounded: one pass of one linear regular expression over the given window. English, Chinese and
Japanese punctuation. While more text may follow (``open_end``) a mark whose meaning depends on the next
character ("3." of "3.14", "Dr.", ":" of ":)") is held back; every other sentence end counts at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from engine.text.pictures import EMOJI


class Strength(IntEnum):
    """How good a place is for a cut."""

    CONJUNCTION = 1
    CLAUSE = 2
    SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """The text may end before index ``end``."""

    end: int
    strength: Strength


TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "ft", "gen", "gov", "sen", "rep", "capt", "lt", "col", "sgt", "rev",
    "hon"
})  # fmt: skip
ABBREVIATIONS = frozenset({
    "etc", "vs", "approx", "no", "vol", "fig", "ed", "est", "jr", "sr", "inc", "ltd", "co", "corp", "dept", "a.m",
    "p.m", "e.g", "i.e", "u.s", "u.k"
})  # fmt: skip
CONJUNCTIONS = (
    "and|but|or|so|because|while|when|if|then|although|though|since|unless|until|where|which|whenever|before|after"
)
TAG_LIMIT = 120  # characters of an emotion tag
CLOSERS = "\"'”’»)\\]}」』】》）"
CJK = "⺀-〟〡-鿿豈-﫿"

_FINAL = ".!?…。！？｡"
_MARK = re.compile(
    rf"[{_FINAL}]+|[,;:，、；：､]|—+|--+|(?<=\s)[-–](?=\s)|\n|(?<=\s)(?:{CONJUNCTIONS})(?=\s)", re.IGNORECASE
)
_TAIL = re.compile(rf"[{CLOSERS}]*(?:[^\S\n]*(?:{EMOJI}|<3|[:;=][-']?[)(DPpO3](?!\w)|x[dD](?!\w)))*[{CLOSERS}]*")
_WORD = re.compile(rf"([{CJK}])|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)*")


def weigh(text: str) -> float:
    """Length in words; a Chinese or Japanese character counts for half a word."""
    return sum(0.5 if match[1] else 1.0 for match in _WORD.finditer(text))


def find_cuts(text: str, open_end: bool) -> Iterator[Cut]:
    """Places to cut ``text``, in order, up to and including its first sentence end.

    There is none before the first word: marks and emoji alone are no piece, they wait for words.

    Args:
        text: what is not yet spoken, without leading space.
        open_end: more text may follow.
    """
    word = _WORD.search(text)
    for match in _MARK.finditer(text, word.end()) if word else ():
        cut = _judge(text, match, open_end)
        if cut and not _in_tag(text, match.start(), open_end):
            yield cut
            if cut.strength is Strength.SENTENCE:
                return


def _judge(text: str, match: re.Match[str], open_end: bool) -> Cut | None:
    mark, start, end = match[0], match.start(), match.end()
    if mark == "\n":
        return Cut(end, Strength.SENTENCE)
    if mark[0] in _FINAL:
        if mark == ".." and end == len(text) and open_end:
            return None  # most likely the start of "..."
        ends = _ends_here(text, start, text[end : end + 1]) and (mark != "." or _full_stop(text, start, open_end))
        return _terminal(text, mark, end) if ends else None
    if mark[0].isalpha():
        return Cut(start, Strength.CONJUNCTION)
    separates = mark[0] not in ",;:" or _separates(text, start, mark, text[end : end + 1], open_end)
    return Cut(end, Strength.CLAUSE) if separates else None


def _in_tag(text: str, at: int, open_end: bool) -> bool:
    """True inside square brackets, so that an emotion tag like "[happy=0.7, sad=0.2]" stays whole."""
    opened = text.rfind("[", max(0, at - TAG_LIMIT), at)
    if opened < 0 or "]" in text[opened:at] or "\n" in text[opened : at + 1]:
        return False
    return "]" in text[at : opened + TAG_LIMIT] or (open_end and len(text) < opened + TAG_LIMIT)


def _terminal(text: str, mark: str, end: int) -> Cut:
    """A sentence end with its closing quotes and the emoji that belong to it.

    "well... ok" and a quotation inside a sentence ("Stop!" he said) only end a clause.
    """
    mark_end, end = end, _TAIL.match(text, end).end()  # type: ignore[union-attr]  # the pattern matches ""
    trailing_off = mark[-1] in ".…" and len(mark) + 2 * mark.count("…") > 1
    quoted = text[mark_end : mark_end + 1] in tuple('"”’')
    goes_on = text[end : end + 2].lstrip()[:1].islower()
    return Cut(end, Strength.CLAUSE if goes_on and (trailing_off or quoted) else Strength.SENTENCE)


def _ends_here(text: str, start: int, following: str) -> bool:
    """False inside links ("watch?v=1") and dotted words ("example.com")."""
    if not following or following.isspace() or text[start] in "。！？｡":
        return True
    if following.isascii() and following.isalnum():
        return text[start] in "!?…" and "://" not in _token(text, start) and "www." not in _token(text, start)
    return not (following == "/" or following in "=&_")


def _full_stop(text: str, start: int, open_end: bool) -> bool:
    """False for the dots of "3.14", "1. First", "Dr. Who", "e.g. this" and (while open) of unfinished hosts."""
    word = _token(text, start).strip("\"'“‘([{").lower()
    at_edge = start + 1 >= len(text)
    follower = text[start + 1 :].lstrip()[:1]
    if word in TITLES or (len(word) == 1 and word.isalpha() and text[start - 1].isupper()):
        return at_edge and not open_end
    if word in ABBREVIATIONS:
        return follower.isupper() if follower else not open_end
    if word.isdigit():
        listing = not text[: start - len(word)].strip()
        return not ((at_edge and open_end) or (listing and not at_edge and bool(follower)))
    hostlike = "/" in word or "@" in word or "." in word
    return not (at_edge and open_end and hostlike)


def _token(text: str, end: int) -> str:
    """The unbroken run of at most 80 characters before ``end``."""
    return re.split(r"\s", text[max(0, end - 80) : end])[-1]


def _separates(text: str, start: int, mark: str, following: str, open_end: bool) -> bool:
    """True where a comma, semicolon or colon parts clauses: not in "1,000", "3:30", ":)", "a:b" or "://"."""
    if not following:
        held = mark == ":" or text[start - 1 : start].isdigit()
        return not (held and open_end)
    if following.isspace():
        return start > 0
    return mark == "," and following.isalpha() and text[start - 1 : start].isalpha()
