"""Hears what the device was given and tells it as events: onset, played, spoken, interrupted."""

from __future__ import annotations

import asyncio

from engine import events
from engine.audio.spans import Handed
from engine.performance import ChunkRecord, Performance
from engine.road import Road
from engine.stage.score import Score

_TICK_S = 0.005


class Listener:
    """Keeps the performances that are not over, by generation, and closes them as their samples are heard."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._live: dict[int, Performance] = {}
        self._active = asyncio.Event()
        self.speech_end = -(10**9)
        self.score = Score(road.playout.sample_rate)

    @property
    def live(self) -> list[Performance]:
        """Performances in hand, in speaking order."""
        return list(self._live.values())

    def begin(self, performance: Performance) -> None:
        """Follow a new performance."""
        self._live[performance.generation] = performance
        self._active.set()

    def forget(self, performance: Performance) -> None:
        """Stop following a performance of which nothing was heard."""
        performance.closed = True
        self._live.pop(performance.generation, None)

    async def run(self) -> None:
        """Listen for ever; sleeps while nothing is in hand."""
        while True:
            await self._active.wait()
            self.collect()
            for performance in self.live:
                self._settle(performance)
            if not self._live:
                self._active.clear()
            await asyncio.sleep(_TICK_S)

    def collect(self) -> None:
        """Take in everything handed over since the last call."""
        for handed in self._road.playout.drain():
            performance = self._live.get(handed.generation)
            if performance is not None:
                self._hear(performance, handed)

    def _hear(self, performance: Performance, handed: Handed) -> None:
        if handed.cut:
            performance.silent = True
            return
        record = performance.take(handed)
        if record is None:
            return
        if record.start == handed.start:
            self._began(performance, handed.index, record, handed.t)
        self.speech_end = handed.end
        if handed.sound_at is not None and performance.onset_at is None:
            performance.onset_at = handed.t
            ttfa = handed.t - performance.turn.message.at
            self._publish(events.Onset(t=handed.t, turn_id=performance.turn.turn_id, sample=handed.sound_at, ttfa=ttfa))

    def _began(self, performance: Performance, index: int, record: ChunkRecord, t: float) -> None:
        passage = self.score.began(performance, index, record)
        words = tuple((word.begin, word.end, word.at_s, word.until_s) for word in passage.words)
        self._publish(
            events.Sounding(
                t=t, turn_id=passage.turn_id, index=index, author=passage.author, text=passage.text,
                emotion=dict(passage.emotion.items()), start=passage.start, seconds=passage.seconds, words=words,
            )
        )  # fmt: skip

    def _settle(self, performance: Performance) -> None:
        for index, record in performance.chunks.items():
            if record.done and not record.reported:
                self._played(performance, index, record)
        if performance.cut and performance.silent:
            self._settle_cut(performance)
        elif performance.finished and not performance.cut:
            self._settle_spoken(performance)

    def _settle_spoken(self, performance: Performance) -> None:
        self.forget(performance)
        message = performance.turn.message
        seconds = performance.seconds_samples / self._road.playout.sample_rate
        self._publish(
            events.Spoken(
                t=self._road.clock(),
                turn_id=performance.turn.turn_id,
                id=message.id,
                text=message.text,
                seconds=seconds,
            )
        )

    def _settle_cut(self, performance: Performance) -> None:
        self.forget(performance)
        for index, record in performance.chunks.items():
            if record.handed and not record.reported:
                self._played(performance, index, record)
        self._publish(
            events.Interrupted(
                t=self._road.clock(),
                turn_id=performance.turn.turn_id,
                id=performance.turn.message.id,
                reason=performance.cut,
                heard=performance.heard,
                last_sample=performance.last_sample,
            )
        )

    def _played(self, performance: Performance, index: int, record: ChunkRecord) -> None:
        record.reported = True
        self._publish(
            events.PlayedSpan(
                t=performance.last_at,
                turn_id=performance.turn.turn_id,
                index=index,
                start=record.start or 0,
                end=record.end,
            )
        )

    def _publish(self, event: events.Event) -> None:
        self._road.bus.publish(event)
