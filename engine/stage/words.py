"""When each word of a clause sounds: as the voice told, else by how long each word takes to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from engine.stage.moment import Word
from engine.stage.paused import Pause, around_pauses
from engine.stage.shares import dealt
from engine.values import Mark

_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\s぀-ヿ㐀-鿿豈-﫿]+")
"""A run without spaces, or one CJK character."""
_LETTERS = re.compile(r"\w")
_UNSAID = re.compile(r"[^\w]|_")

Span = tuple[int, int]


def word_spans(text: str) -> list[Span]:
    """[begin, end) of every word with a letter or digit; a mark alone belongs to no word."""
    return [found.span() for found in _WORD.finditer(text) if _LETTERS.search(found.group())]


def word_times(text: str, seconds: float, marks: Sequence[Mark] = (), pauses: Sequence[Pause] = ()) -> tuple[Word, ...]:
    """The words of ``text``, each with its time within ``seconds``, in order.

    Where ``marks`` hold a word as it is written it has their time. What was said otherwise than written ("25", "lol",
    a link), or is not known yet, is dealt out by its letters over the time between its neighbours. Without ``marks``
    the letters decide, held to the ``pauses`` (from, until) that the sound has.
    """
    spans = word_spans(text)
    if not marks:
        return tuple(_inside(around_pauses(text, spans, seconds, pauses), seconds))
    said = _units(marks)
    written = [_folded(text[begin:end]) for begin, end in spans]
    words: list[Word] = []
    for first, last, low, high in _blocks(written, said):
        heard = said[low:high]
        if last - first == high - low:
            words += [Word(*span, mark.at_s, mark.until_s) for span, mark in zip(spans[first:last], heard, strict=True)]
        elif first < last:
            start = heard[0].at_s if heard else said[low - 1].until_s if low else 0.0
            end = heard[-1].until_s if heard else said[low].at_s if low < len(said) else seconds
            words += dealt(text, spans[first:last], start, max(start, end))
    return tuple(_inside(words, seconds))


def _units(marks: Sequence[Mark]) -> list[Mark]:
    """Marks of one word each as words are parted here: a Chinese word is as many as it has characters."""
    return [
        Mark(_folded(word[part.begin : part.end]), part.at_s, part.until_s)
        for word, at_s, until_s in marks
        for part in dealt(word, word_spans(word), at_s, until_s)
    ]


def _folded(word: str) -> str:
    return _UNSAID.sub("", word).casefold()


def _blocks(written: Sequence[str], said: Sequence[Mark]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches that belong together: written words [first, last) and said ones [low, high)."""
    spoken = [mark.word for mark in said]
    head = max(0, _alike(written, spoken) - 1)  # a voice that takes over says a word again: which is it?
    tail = _alike(written[head:][::-1], spoken[head:][::-1])  # comparing what differs costs its square
    written, spoken = written[head : len(written) - tail], spoken[head : len(spoken) - tail]
    yield 0, head, 0, head
    for _, first, last, low, high in SequenceMatcher(None, written, spoken, autojunk=False).get_opcodes():
        yield head + first, head + last, head + low, head + high
    last, high = head + len(written), head + len(spoken)
    yield last, last + tail, high, high + tail


def _alike(written: Sequence[str], said: Sequence[str]) -> int:
    """Words at the beginning that are the same."""
    pairs = zip(written, said, strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(written), len(said)))


def _inside(words: Sequence[Word], seconds: float) -> Iterator[Word]:
    """None before the one before it or beyond the end, whatever a voice told."""
    reached = 0.0
    for word, after in pairwise([*words, Word(0, 0, seconds, seconds)]):
        at = min(max(word.at_s, reached), seconds)
        reached = min(max(word.until_s, at), max(after.at_s, at), seconds)
        yield Word(word.begin, word.end, at, reached)
