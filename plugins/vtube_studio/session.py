"""One connection in which we are allowed: parameters, model, mouth and faces, until it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from engine.api import Clock, ConnectionLostError, Port, StreamvoiceError, clean_line
from plugins.avatar.mouth import HEARD_S
from plugins.lasting import lasting
from plugins.vtube_studio import requests
from plugins.vtube_studio.faces import Faces
from plugins.vtube_studio.faults import (
    ALLOW,
    DENIED,
    NOT_AUTHENTICATED,
    PARAMETER_TAKEN,
    PARAMETER_UNKNOWN,
    NotAllowedError,
    RefusedError,
)
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.model import Hotkey, Model, Wearable, lacks, read_model, wearables
from plugins.vtube_studio.puppet import LINGERS_S, Puppet
from plugins.vtube_studio.settings import FaceSettings, VTubeStudioSettings
from plugins.vtube_studio.told import Told
from plugins.vtube_studio.upkeep import Upkeep
from plugins.vtube_studio.wardrobe import Wardrobe
from plugins.vtube_studio.wire import Wire

EVENTS = ("ModelLoadedEvent", "ModelConfigChangedEvent")
_GOODBYE_S = 0.5
_NAME = 60


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
        self.model = Model()
        self._faces = Faces(())
        self._wardrobe = Wardrobe(self.link.ask, lambda what, fix: told.once(what, what, fix))
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._changed = asyncio.Event()
        self._presses: set[asyncio.Future[None]] = set()

    async def run(self) -> None:
        """Move the model until the connection is lost or the permission taken back; raises what ended it."""
        await self._upkeep.create()
        for event in EVENTS:
            await self.link.ask(requests.subscription(event))
        await self._meet()
        try:
            await first_of(self._move(), self._wardrobe.run(), self._follow_model(), self._upkeep.run(), self._ended)
        finally:
            await self._undress()

    def wiggle(self) -> None:
        """Open and close the mouth for a moment."""
        self._puppet.wiggle(self._clock())

    def wear(self, face: FaceSettings) -> None:
        """Put a face on for its hold time."""
        self._faces.wear(face, self._clock())

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

    async def _meet(self) -> None:
        """Read the loaded model, say what it lacks, take off what an earlier connection left on."""
        self.model = model = await read_model(self.link)
        found, missing = wearables(self._settings.faces, model) if model.loaded else ([], [])
        self._faces = Faces([each.face for each in found])
        self._wardrobe.want(None)
        self._wardrobe.fill(found)
        await self._take_off(found, model)
        if missing and model.loaded:
            self._told.once("model", *lacks(model, missing))
        self._told.state("connected", clean_line(model.name, _NAME) if model.loaded else "no model is loaded")

    async def _take_off(self, found: list[Wearable], model: Model) -> None:
        for each in found:
            if each.file in model.active and each.off is not None:
                with suppress(RefusedError):
                    await self.link.ask(each.off)

    async def _follow_model(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._meet()
            self._upkeep.anew()

    async def _move(self) -> None:
        due = self._clock()
        while True:
            await self._tick(self._clock())
            due = max(due + 1 / self._settings.rate_hz, self._clock())
            await asyncio.sleep(due - self._clock())

    async def _tick(self, now: float) -> None:
        stage, ahead_s = self._port.stage, self._settings.ahead_s
        moment = stage.moment(ahead_s)
        self._wardrobe.want(self._faces.step(lasting(moment, LINGERS_S, stage.mood), now))
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
            self._changed.set()

    def _unreadable(self, why: str) -> None:
        self._told.once(f"frame: {why}", f"A message of VTube Studio cannot be read: {why}.", "Update VTube Studio.")

    def _refused(self, error: RefusedError) -> None:
        match error.error_id:
            case code if code == DENIED:
                self._end(NotAllowedError("VTube Studio has taken back streamvoice's permission.", ALLOW))
            case code if code == NOT_AUTHENTICATED:
                self._end(ConnectionLostError(error.what))
            case code if code == PARAMETER_UNKNOWN:
                self._upkeep.unknown()
            case code if code == PARAMETER_TAKEN:
                self._upkeep.taken()
                self._told.once("taken", error.what, error.fix)
            case _:
                self._told.once("injection", error.what, error.fix)

    def _end(self, error: StreamvoiceError) -> None:
        if not self._ended.done():
            self._ended.set_exception(error)


async def first_of(*works: Awaitable[None]) -> None:
    """Run all until one ends, then cancel the others; raises what it raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
