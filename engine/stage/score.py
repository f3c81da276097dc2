"""The passages that have begun to sound, and where in them a device sample lies."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from engine.deletions import concerns
from engine.performance import ChunkRecord, Performance
from engine.stage.moment import Moment, Passage, Word
from engine.stage.words import word_times
from engine.values import Deletion

_KEPT = 64
"""Passages remembered; the ear is never that far behind."""


@dataclass(slots=True)
class _Entry:
    performance: Performance
    index: int
    record: ChunkRecord
    start: int
    words: tuple[Word, ...] = ()
    timed: tuple[float, int, int] | None = None
    taken_back: bool = False


class Score:
    """Follows performances to the ear. On the loop's thread.

    Args:
        sample_rate: of the device, in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._entries: deque[_Entry] = deque(maxlen=_KEPT)

    def began(self, performance: Performance, index: int, record: ChunkRecord) -> Passage:
        """The first sample of a chunk was handed over."""
        self._entries.append(_Entry(performance, index, record, record.start or 0))
        return self._passage(self._entries[-1])

    def passage(self, turn_id: int, index: int) -> Passage | None:
        """The passage as it is known now; None where it never sounded, or long ago."""
        for entry in reversed(self._entries):
            if entry.performance.turn.turn_id == turn_id and entry.index == index:
                return self._passage(entry)
        return None

    def take_back(self, deletion: Deletion) -> None:
        """What was said to its end may still stand on screens: no moment shows it any more."""
        for entry in self._entries:
            entry.taken_back = entry.taken_back or concerns(deletion, entry.performance.turn.message)

    def at(self, sample: float) -> Moment:
        """What is heard at device sample ``sample``."""
        entry = next((entry for entry in reversed(self._entries) if entry.start <= sample), None)
        if entry is None:
            return Moment(sample)
        spoken, silence = entry.record.heard_at(sample)
        silence_s = silence / self._rate
        if entry.performance.cut or entry.taken_back:
            return Moment(sample, silence_s=silence_s)
        return Moment(sample, self._passage(entry), spoken / self._rate, silence_s)

    def _passage(self, entry: _Entry) -> Passage:
        record, message = entry.record, entry.performance.turn.message
        told_s = record.marks[-1].until_s if record.marks else 0.0
        seconds = max(record.expected_s, record.written / self._rate, told_s)
        if record.complete:
            seconds = record.written / self._rate
        known = (seconds, len(record.marks), len(record.pauses))
        if entry.timed != known:
            entry.words, entry.timed = word_times(record.text, seconds, record.marks, record.pauses), known
        return Passage(
            entry.performance.turn.turn_id, entry.index, message.author, record.text, record.emotion,
            entry.start, seconds, entry.words, message.kind, message.platform, record.complete,
        )  # fmt: skip
