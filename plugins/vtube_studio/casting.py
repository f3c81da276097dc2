"""The model that is loaded, and which of the profile's faces it can wear; looked at again whenever it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from engine.api import clean_line
from plugins.vtube_studio.faces import Faces
from plugins.vtube_studio.faults import RefusedError
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.model import Model, Wearable, lacks, read_model, wearables
from plugins.vtube_studio.settings import FaceSettings
from plugins.vtube_studio.told import Told
from plugins.vtube_studio.wardrobe import Wardrobe

_NAME = 60


class Casting:
    """Call ``meet`` once and then ``follow`` in a task of its own.

    Args:
        wanted: the profile's faces.
        wardrobe: gets those that the model can wear.
    """

    def __init__(self, link: Link, wanted: Sequence[FaceSettings], wardrobe: Wardrobe, told: Told) -> None:
        self._link, self._wanted, self._wardrobe, self._told = link, wanted, wardrobe, told
        self._changed = asyncio.Event()
        self.model = Model()
        self.faces = Faces(())

    def changed(self) -> None:
        """Another model was loaded, or this one set up anew."""
        self._changed.set()

    async def follow(self, then: Callable[[], None]) -> None:
        """Meet whatever model comes, for ever; ``then`` is called after each."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.meet()
            then()

    async def meet(self) -> None:
        """Read the loaded model, say what it lacks, take off what an earlier connection left on."""
        self.model = model = await read_model(self._link)
        found, missing = wearables(self._wanted, model) if model.loaded else ([], [])
        self.faces = Faces([each.face for each in found])
        self._wardrobe.want(None)
        self._wardrobe.fill(found)
        await self._take_off(found, model)
        if missing and model.loaded:
            self._told.once("model", *lacks(model, missing))
        self._told.state("connected", clean_line(model.name, _NAME) if model.loaded else "no model is loaded")

    async def _take_off(self, found: Sequence[Wearable], model: Model) -> None:
        for each in found:
            if each.file in model.active and each.off is not None:
                with suppress(RefusedError):
                    await self._link.ask(each.off)
