"""The sentences that will be spoken next, so that a slow reader can read them while others are heard."""

from __future__ import annotations

from collections.abc import Iterator

from engine.emotion.feel import felt_text
from engine.road import Road
from engine.sentences import SentenceChunker
from engine.text.pieces import ChunkSettings
from engine.values import Turn

_TURNS = 8
"""Turns looked ahead: more than a reader gets done before the queue has changed."""
_SENTENCES = 8
"""Sentences of one turn looked ahead."""


class Foresight:
    """Looks at the head of the queue. Each turn is cut into sentences once, for in a flood it is looked at often.

    Args:
        road: the shared parts.
    """

    def __init__(self, road: Road) -> None:
        self._road = road
        self._known: dict[tuple[int, ChunkSettings], list[str]] = {}

    def upcoming(self) -> Iterator[str]:
        """Texts whose feeling will be asked for, most urgent first; none while an emotion is held by hand."""
        if self._road.held is not None:
            return
        turns = [turn for turn in self._road.queue.snapshot()[:_TURNS] if turn.message.emotion is None]
        chunking = self._road.chunking
        self._known = {(turn.turn_id, chunking): self._sentences(turn, chunking) for turn in turns}
        for texts in self._known.values():
            yield from texts

    def _sentences(self, turn: Turn, chunking: ChunkSettings) -> list[str]:
        known = self._known.get((turn.turn_id, chunking))
        return sentences(self._road.responder.text(turn.message), chunking) if known is None else known


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
