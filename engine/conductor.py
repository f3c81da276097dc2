"""Decides who speaks next and when, and cuts a turn short: skip, stop, delete. One turn is made at a time."""

from __future__ import annotations

import asyncio
import itertools

from engine import events
from engine.casting import Casting
from engine.listener import Listener
from engine.narrator import Narrator
from engine.performance import Performance
from engine.road import Road
from engine.supervise import told
from engine.values import Turn

_POLL_S = 0.01


class Conductor:
    """Takes turns from the queue as late as is safe and hands them to the narrator."""

    def __init__(self, road: Road, listener: Listener, casting: Casting) -> None:
        self._road = road
        self._listener = listener
        self._narrator = Narrator(road, listener, casting)
        self._generations = itertools.count(1)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._making: Performance | None = None

    @property
    def idle(self) -> bool:
        """Nothing waits, nothing is being made, nothing is still to be heard."""
        return not len(self._road.queue) and self._making is None and not self._listener.live

    def wake(self) -> None:
        """Something was queued."""
        self._wake.set()

    async def run(self) -> None:
        """Speak for ever."""
        try:
            while True:
                await self._until_due()
                turn = self._road.queue.pop()
                if turn is not None:
                    await self._conduct(turn)
        finally:
            if self._task is not None:
                self._task.cancel()

    async def _until_due(self) -> None:
        """Wait for a turn, and then until the present one is nearly over, so that priorities and deletes act late."""
        while not len(self._road.queue):
            self._wake.clear()
            await self._wake.wait()
        while self._road.in_hand_s > self._road.pace_settings.lead_s:
            await asyncio.sleep(_POLL_S)

    async def _conduct(self, turn: Turn) -> None:
        performance = self._making = Performance(turn, next(self._generations))
        self._listener.begin(performance)
        message, now = turn.message, self._road.clock()
        self._road.bus.publish(
            events.Speaking(
                t=now, turn_id=turn.turn_id, id=message.id, author=message.author,
                text=message.text, waited=now - turn.queued_at,
            )
        )  # fmt: skip
        self._task = asyncio.create_task(self._narrator.perform(performance))
        await asyncio.wait([self._task])
        self._making = None
        self._settle(performance, self._task)

    def _settle(self, performance: Performance, task: asyncio.Task[None]) -> None:
        """After making: a failure or a turn without a single spoken chunk must not stay in hand."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            what, fix = told(error)
            turn_id = performance.turn.turn_id
            self._road.bus.publish(
                events.Failed(t=self._road.clock(), turn_id=turn_id, where="voice", what=what, fix=fix)
            )
        if not performance.chunks and not performance.cut and not performance.closed:
            self._drop(performance, "the voice failed" if error else "nothing to read aloud")
        elif error:
            self.cut(performance, "the voice failed")

    def cut(self, performance: Performance, reason: str) -> None:
        """End a performance now: none of its samples is handed out any more, others play on.

        One whose last sample has just been handed over is too late to cut; it counts as spoken.
        """
        if performance.cut or performance.closed:
            return
        self._road.playout.cancel(performance.generation)
        self._abandon(performance)
        self._listener.collect()
        if performance.started:
            performance.cut = "" if performance.finished else reason
        else:
            self._drop(performance, reason)

    def skip(self) -> bool:
        """Cut the turn being heard, or else the one being made; False where there is none."""
        self._listener.collect()
        for performance in self._listener.live:
            if not performance.cut and not performance.finished:
                self.cut(performance, "skipped")
                return True
        return False

    def stop(self, reason: str = "stopped") -> list[Turn]:
        """Barge-in: everything in hand is stale from here on. Returns the turns nobody has heard yet."""
        unheard: list[Turn] = []
        self._road.playout.cancel_before(next(self._generations))
        self._listener.collect()
        live = [performance for performance in self._listener.live if not performance.cut]
        for performance in live:
            self._abandon(performance)
            if performance.started:
                performance.cut = "" if performance.finished else reason
            else:
                self._listener.forget(performance)
                unheard.append(performance.turn)
        return unheard

    def _abandon(self, performance: Performance) -> None:
        if performance is self._making and self._task is not None:
            self._task.cancel()

    def _drop(self, performance: Performance, reason: str) -> None:
        self._listener.forget(performance)
        message = performance.turn.message
        self._road.bus.publish(
            events.Dropped(
                t=self._road.clock(), turn_id=performance.turn.turn_id, id=message.id,
                author=message.author, text=message.text, reason=reason,
            )
        )  # fmt: skip
