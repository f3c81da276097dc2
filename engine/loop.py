"""The engine: brings the stations together, lets messages in, and keeps everything running."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from engine import events
from engine.acts import Acts
from engine.casting import Casting
from engine.conductor import Conductor
from engine.controls import carry_out
from engine.events import State
from engine.foreseen import Foresight
from engine.happenings import Happenings
from engine.intake import Intake
from engine.listener import Listener
from engine.metrics import Metrics
from engine.overflow import SUMMARY_PRIORITY, Overflow
from engine.port import EnginePort
from engine.profile import Profile, known_profiles, load_profile
from engine.protocols import Plugin
from engine.recovery import Recovery
from engine.road import Road
from engine.stage.stage import Stage
from engine.supervise import QUICK, Backoff, supervise
from engine.wiring import retune

_PACE_TICK_S = 0.1


class Engine:
    """One running live loop.

    Args:
        road: the shared parts, see ``engine.wiring.build_road``.
        profile: what the persona decides; ``name`` is shown and can be changed while running.
        plugins: sources and outputs, each run under supervision.
    """

    def __init__(self, road: Road, profile: Profile, name: str, plugins: Sequence[Plugin]) -> None:
        self.road = road
        self.profile = profile
        self.profile_name = name
        self.listener = Listener(road)
        casting = Casting(road)
        self._recovery = Recovery(road, casting)
        self.conductor = Conductor(road, self.listener, casting)
        self.metrics = Metrics()
        self.stage = Stage(road, self.listener)
        self.acts = Acts()
        self.started_at = road.clock()
        self.ready = False
        self.happenings = Happenings(road)
        self.intake = Intake(road, self.conductor, self.listener, self.happenings, profile.gate)
        self._overflow = Overflow(road)
        self._plugins = plugins
        self._running: set[str] = set()

    async def run(self) -> None:
        """Run until cancelled: loads the voice, then starts the sink; whoever made the sink stops it."""
        tap = self.road.bus.tap(self.metrics.take)
        try:
            async with asyncio.TaskGroup() as group:
                for plugin in self._plugins:
                    self._running.add(plugin.name)
                    group.create_task(self._keep(plugin), name=plugin.name)
                group.create_task(self.listener.run(), name="listener")
                group.create_task(self._watch_pace(), name="pacer")
                foresight = Foresight(self.road)
                group.create_task(self.road.ahead.run(foresight.upcoming, self._reader_failed), name="feeling")
                await self._warm_up()
                group.create_task(self._recovery.run(), name="voices")
                group.create_task(self.conductor.run(), name="conductor")
        finally:
            tap()
            self.road.cast.close()
            self.road.bus.close()

    async def until_idle(self, quiet_s: float = 0.3) -> None:
        """Return when the inputs that end have ended and everything accepted was heard, for ``quiet_s`` seconds."""
        quiet_since = None
        while True:
            now = self.road.clock()
            busy = not self.ready or self._finite_running() or not self.conductor.idle
            quiet_since = None if busy else (now if quiet_since is None else quiet_since)
            if quiet_since is not None and now - quiet_since >= quiet_s:
                return
            await asyncio.sleep(0.02)

    def _finite_running(self) -> bool:
        return any(getattr(p, "finite", False) and p.name in self._running for p in self._plugins)

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb; see ``engine.controls.VERBS``."""
        return carry_out(self, command)

    def vitals(self) -> dict[str, Any]:
        """The figures somebody watching from outside asks for; counts are since the start."""
        road = self.road
        return {
            "ready": self.ready,
            "profile": self.profile_name,
            "voice": road.cast.present,
            "sink": road.sink.name,
            "paused": road.playout.paused,
            "muted": road.playout.muted,
            "volume": road.playout.volume,
            "pace": road.pacer.pace,
            "reader": road.reader.name,
            "mood": dict(road.feeler.mood.items()),
            "waiting": self.intake.waiting,
            "buffered_s": road.in_hand_s,
            "spoken": self.metrics.spoken,
            "dropped": self.metrics.dropped,
            "underruns": road.playout.underruns,
            "device_underflows": getattr(road.sink, "underflows", 0),
            "uptime_s": road.clock() - self.started_at,
        }

    def controlled(self, verb: str, detail: str) -> None:
        """Tell everybody that a verb was carried out."""
        self.road.bus.publish(events.Controlled(t=self.road.clock(), do=verb, detail=detail))

    def connection(self, name: str, state: State, detail: str) -> None:
        """Tell everybody how a plugin is doing."""
        self.road.bus.publish(events.Connection(t=self.road.clock(), name=name, state=state, detail=detail))

    def change_profile(self, name: str) -> None:
        """Change persona while running: voice, gate, pace, mood, words. Audio device and plugins stay.

        Raises:
            ProfileError: there is no such profile; the present one stays.
        """
        profile = load_profile(name if name in known_profiles() else name.removesuffix(".toml"))
        retune(self.road, profile)
        self.intake.retune(profile.gate)
        self.profile, self.profile_name = profile, name

    def _reader_failed(self, what: str, fix: str) -> None:
        self.road.bus.publish(events.Failed(t=self.road.clock(), where="feeling", what=what, fix=fix))

    async def _warm_up(self) -> None:
        voice = await self._recovery.open_all()
        # Only now: while a model loads, the device's thread waits too long for Python and the device would tear.
        self.road.sink.start(self.road.playout)
        self.connection("sink", "connected", self.road.sink.name)
        self.ready = True
        now = self.road.clock()
        self.road.bus.publish(
            events.Ready(t=now, voice=voice.name, sink=self.road.sink.name, seconds=now - self.started_at)
        )

    async def _keep(self, plugin: Plugin) -> None:
        port = EnginePort(self, plugin.name, getattr(plugin, "patient", False))

        def on_fault(what: str, fix: str, pause: float) -> None:
            port.failed(what, fix)
            port.state("waiting", f"{what} Trying again in {pause:.0f} s.")

        backoff: Backoff = getattr(plugin, "backoff", QUICK)
        port.state("connecting")
        await supervise(lambda: plugin.run(port), on_fault, self.road.clock, backoff)
        self._running.discard(plugin.name)
        if not self.metrics.ended(plugin.name):
            port.state("finished")

    async def _watch_pace(self) -> None:
        """Ten times a second: shorten or relax speech, and let go of what could never be spoken in time."""
        told = 1.0
        while True:
            if self.road.sink.realtime and not self.road.playout.paused:
                relief = self._overflow.relieve()
                for turn, reason in relief.gone:
                    self.intake.refuse(turn.message, reason, turn.turn_id)
                if relief.summary is not None:
                    self.intake.enqueue(relief.summary, SUMMARY_PRIORITY)
                if abs(relief.pace - told) >= 0.01:
                    told = relief.pace
                    self.road.bus.publish(
                        events.Paced(
                            t=self.road.clock(), pace=told, backlog_s=relief.backlog_s, waiting=self.intake.waiting
                        )
                    )
            await asyncio.sleep(_PACE_TICK_S)
