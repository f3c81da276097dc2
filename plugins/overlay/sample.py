"""A caption to look at while nobody speaks."""

from __future__ import annotations

from engine.api import Word
from plugins.overlay.wire import Told
from plugins.segments import segments

TEXT = "This is how your captions look, word by word! 字幕也可以 ✨"
PER_LETTER_S = 0.075


def sample() -> Told:
    """A message that has the page show ``TEXT`` as if it were said now; real speech takes its place."""
    words, at_s = [], 0.2
    for begin, end in _spans(TEXT):
        until_s = at_s + (end - begin + 1) * PER_LETTER_S
        words.append(Word(begin, end, at_s, until_s))
        at_s = until_s
    return {
        "type": "sample", "author": "streamvoice", "kind": "say", "platform": "local", "seconds": round(at_s, 3),
        "segments": segments(TEXT, words), "feel": "happy", "strength": 0.7,
    }  # fmt: skip


def _spans(text: str) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for word in text.split(" "):
        spans.append((begin, begin + len(word)))
        begin += len(word) + 1
    return spans
