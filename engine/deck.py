"""The engine as a panel sees it: a snapshot, the latest events, and the verbs; from any thread.

The snapshot is made on the engine's own thread, where nothing changes meanwhile; other threads only pick up the latest.
"""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import CancelledError
from typing import Any

from engine.errors import StreamvoiceError
from engine.events import Event
from engine.loop import Engine
from engine.performance import Performance
from engine.profile import known_profiles
from engine.status import SILENCE_DB, Now, Offer, Status, Waiting

_SHOWN = 50
_VERB_TIMEOUT_S = 5.0
_LOOK_S = 0.05


class EngineDeck:
    """Thread-safe façade over a running engine; implements the panel's ``Deck``.

    Args:
        loop: the event loop the engine runs on, and this is called on; verbs are carried out there.
    """

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        self._engine = engine
        self._loop = loop
        self._events = engine.road.bus.subscribe(2048)
        self._profiles = tuple(known_profiles())
        self._status = self._look()
        self._looking = loop.create_task(self._keep_looking(), name="deck")

    def recent(self) -> list[Event]:
        """Events since the last call."""
        return self._events.drain()

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb on the engine's thread and wait for its answer.

        Raises:
            InputError: the verb or its arguments are unknown.
            StreamvoiceError: the engine has ended or does not answer.
        """

        async def on_loop() -> dict[str, Any]:
            return self._engine.control(command)

        try:
            if not self._loop.is_closed():
                return asyncio.run_coroutine_threadsafe(on_loop(), self._loop).result(_VERB_TIMEOUT_S)
        except (TimeoutError, CancelledError, RuntimeError) as error:
            raise StreamvoiceError("The engine does not answer.", "Quit and start again.") from error
        raise StreamvoiceError("The engine has ended.", "Quit and start again.")

    def status(self) -> Status:
        """The engine as it was at most 1/20 s ago."""
        return self._status

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            self._status = self._look()

    def _look(self) -> Status:
        engine, road = self._engine, self._engine.road
        now, metrics = road.clock(), engine.metrics
        waiting = road.queue.snapshot()
        in_hand = road.in_hand_s
        return Status(
            voice=road.cast.present,
            sink=road.sink.name,
            profile=engine.profile_name,
            profiles=self._profiles,
            ready=engine.ready,
            paused=road.playout.paused,
            muted=road.playout.muted,
            volume=road.playout.volume,
            pace=road.pacer.pace,
            backlog_s=in_hand + sum(road.rate.estimate(turn.message.text) for turn in waiting),
            waiting=tuple(
                Waiting(
                    turn.turn_id, turn.message.author, turn.message.text, turn.message.kind,
                    turn.priority, now - turn.queued_at, turn.message.platform,
                )
                for turn in waiting[:_SHOWN]
            ),
            waiting_total=len(waiting),
            now=_now(engine.listener.live),
            mood=road.feeler.mood,
            held=road.held,
            felt=metrics.felt,
            reader=road.reader.name,
            level_db=20 * math.log10(road.playout.level) if road.playout.level > 1e-4 else SILENCE_DB,
            buffered_s=in_hand,
            underruns=road.playout.underruns + getattr(road.sink, "underflows", 0),
            ttfa_ms=tuple(metrics.ttfa_ms),
            rtf=tuple(metrics.rtf),
            connections=metrics.links(now),
            offers=tuple(Offer(act.plugin, act.name, act.does, act.takes) for act in engine.acts.all()),
            faults=metrics.faults(now),
            spoken=metrics.spoken,
            dropped=metrics.dropped,
            uptime_s=now - engine.started_at,
            recording=getattr(road.sink, "recording", None),
            clock_s=now,
        )  # fmt: skip


def _now(live: list[Performance]) -> Now | None:
    """The turn that is sounding, with the position in the text that the sound has reached."""
    for performance in live:
        record = performance.now
        if record is None or performance.cut:
            continue
        message = performance.turn.message
        heard = len(performance.heard)
        return Now(
            performance.turn.turn_id, message.author, _shown(performance), heard,
            record.emotion, message.kind, message.platform,
        )  # fmt: skip
    return None


def _shown(performance: Performance) -> str:
    """What is being said, and the rest of the message where it is only read aloud."""
    made = performance.text
    whole = performance.turn.message.text
    return whole if whole.startswith(made) else made
