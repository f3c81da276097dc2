"""The sentences that will be spoken next, so that a slow reader can read them while others are heard."""

from __future__ import annotations

from collections.abc import Iterator

from engine.emotion.feel import felt_text
from engine.road import Road
from engine.sentences import SentenceChunker
from engine.text.pieces import ChunkSettings

_TURNS = 8
"""Turns looked ahead: more than a reader gets done before the queue has changed."""
_SENTENCES = 8
"""Sentences of one turn looked ahead."""


def foreseen(road: Road) -> Iterator[str]:
    """Texts whose feeling will be asked for, most urgent first."""
    for turn in road.queue.snapshot()[:_TURNS]:
        if turn.message.emotion is None:
            yield from sentences(road.responder.text(turn.message), road.chunking)


def sentences(text: str, settings: ChunkSettings) -> list[str]:
    """The sentences of a reply as their feeling will be read, whether the voice is hurried or has time."""
    return list(dict.fromkeys([*_cut(text, settings, 0.0), *_cut(text, settings, float("inf"))]))


def _cut(text: str, settings: ChunkSettings, in_hand_s: float) -> Iterator[str]:
    chunker = SentenceChunker(0, settings)
    chunker.feed(text)
    chunker.close()
    seen: set[str] = set()
    while len(seen) < _SENTENCES and (piece := chunker.next(in_hand_s)) is not None:
        seen.add(felt_text(piece))
        yield felt_text(piece)
