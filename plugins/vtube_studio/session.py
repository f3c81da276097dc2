"""One connection in which we are allowed: mouth and faces follow the voice until it is lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from engine.api import Clock, ConnectionLostError, Port, StreamvoiceError
from plugins.avatar.mouth import HEARD_S
from plugins.lasting import lasting
from plugins.vtube_studio import requests
from plugins.vtube_studio.casting import Casting
from plugins.vtube_studio.faults import RefusedError
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.model import Hotkey, Model
from plugins.vtube_studio.puppet import LINGERS_S, Puppet
from plugins.vtube_studio.racing import first_of
from plugins.vtube_studio.refusals import Refusals
from plugins.vtube_studio.settings import FaceSettings, VTubeStudioSettings
from plugins.vtube_studio.told import Told
from plugins.vtube_studio.upkeep import Upkeep
from plugins.vtube_studio.wardrobe import Wardrobe
from plugins.vtube_studio.wire import Wire

EVENTS = ("ModelLoadedEvent", "ModelConfigChangedEvent")
_GOODBYE_S = 0.5


class Session:
    """Create one for each connection; ``run`` needs ``link.listen`` to run beside it.

    Args:
        wire: the open connection.
        told: what was already said about faults.
    """

    def __init__(self, wire: Wire, port: Port, settings: VTubeStudioSettings, clock: Clock, told: Told) -> None:
        self._port, self._settings, self._clock, self._told = port, settings, clock, told
        self.link = Link(wire, clock, self._heard, self._refused, self._unreadable)
        self._puppet = Puppet(settings, port.stage.sample_rate)
        self._upkeep = Upkeep(self.link, self._puppet.names, settings.custom, clock, told)
        self._refusals = Refusals(self._upkeep, told)
        self._wardrobe = Wardrobe(self.link.ask, lambda what, fix: told.once(what, what, fix))
        self._casting = Casting(self.link, settings.faces, self._wardrobe, told)
        self._presses: set[asyncio.Future[None]] = set()

    async def run(self) -> None:
        """Move the model until the connection is lost or the permission taken back; raises what ended it."""
        await self._upkeep.create()
        for event in EVENTS:
            await self.link.ask(requests.subscription(event))
        await self._casting.meet()
        try:
            following = self._casting.follow(self._upkeep.anew)
            await first_of(self._move(), self._wardrobe.run(), following, self._upkeep.run(), self._refusals.ended)
        finally:
            await self._undress()

    @property
    def model(self) -> Model:
        """What is loaded."""
        return self._casting.model

    def wiggle(self) -> None:
        """Open and close the mouth for a moment."""
        self._puppet.wiggle(self._clock())

    def wear(self, face: FaceSettings) -> None:
        """Put a face on for its hold time."""
        self._casting.faces.wear(face, self._clock())

    def faces_for(self, emotion: str) -> list[FaceSettings]:
        """What the loaded model shows for ``emotion``."""
        return [face for face in self._wardrobe.faces if face.emotion == emotion]

    def press(self, key: Hotkey) -> None:
        """Press a hotkey; a refusal is told."""
        pressing = asyncio.ensure_future(self._press(key))
        self._presses.add(pressing)
        pressing.add_done_callback(self._presses.discard)

    async def _press(self, key: Hotkey) -> None:
        with suppress(ConnectionLostError):
            try:
                await self.link.ask(requests.hotkey(key.hotkey_id))
            except RefusedError as error:
                self._told.once(f"hotkey {key.hotkey_id}", error.what, error.fix)

    async def _move(self) -> None:
        due = self._clock()
        while True:
            await self._tick(self._clock())
            due = max(due + 1 / self._settings.rate_hz, self._clock())
            await asyncio.sleep(due - self._clock())

    async def _tick(self, now: float) -> None:
        stage, ahead_s = self._port.stage, self._settings.ahead_s
        moment = stage.moment(ahead_s)
        self._wardrobe.want(self._casting.faces.step(lasting(moment, LINGERS_S, stage.mood), now))
        due = self._puppet.due(moment, stage.sound(HEARD_S, ahead_s), stage.mood, now)
        values = self._upkeep.movable(due) if due else None
        if values and await self.link.inject(self._puppet.request(values)):
            self._puppet.sent(due or values, now)

    async def _undress(self) -> None:
        left = self._wardrobe.left_on()
        if left is not None:
            with suppress(StreamvoiceError, TimeoutError):
                async with asyncio.timeout(_GOODBYE_S):
                    await self.link.tell(left)

    def _heard(self, name: str, data: dict[str, Any]) -> None:
        if name in EVENTS:
            self._casting.changed()

    def _refused(self, error: RefusedError) -> None:
        self._refusals.take(error)

    def _unreadable(self, why: str) -> None:
        self._told.once(f"frame: {why}", f"A message of VTube Studio cannot be read: {why}.", "Update VTube Studio.")
