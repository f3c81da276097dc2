"""Keeps the parameters we move: creates our own, finds out which are unknown, leaves those of other plugins alone."""

from __future__ import annotations

import asyncio

from engine.api import Clock
from plugins.vtube_studio import requests
from plugins.vtube_studio.faults import DENIED, NOT_AUTHENTICATED, RefusedError
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.model import known_parameters
from plugins.vtube_studio.parameters import CUSTOM, Values
from plugins.vtube_studio.told import Told

REPAIR_S = 10.0
"""How often parameters that VTube Studio does not know are looked into, in seconds."""
SHARED_S = 30.0
"""How long another plugin's parameters are left to it before we try again."""
_OURS = frozenset(parameter.name for parameter in CUSTOM)


class Upkeep:
    """Call ``run`` in a task of its own.

    Args:
        names: every parameter that shall be moved.
        custom: whether our own are among them.
    """

    def __init__(self, link: Link, names: tuple[str, ...], custom: bool, clock: Clock, told: Told) -> None:
        self._link, self._names, self._custom, self._clock, self._told = link, names, custom, clock, told
        self._missing: frozenset[str] = frozenset()
        self._unknown = asyncio.Event()
        self._shared_until = 0.0

    async def create(self) -> None:
        """Create our parameters; what VTube Studio refuses is told."""
        for parameter in CUSTOM if self._custom else ():
            try:
                await self._link.ask(requests.creation(parameter))
            except RefusedError as error:
                if error.error_id in (DENIED, NOT_AUTHENTICATED):
                    raise
                self._told.once(f"creation {error.error_id}", error.what, error.fix)

    def movable(self, values: Values) -> Values:
        """Those of ``values`` that VTube Studio has and nobody else moves."""
        only = _OURS if self._clock() < self._shared_until else values.keys()
        return {name: each for name, each in values.items() if name in only and name not in self._missing}

    def anew(self) -> None:
        """Another model: try everything again."""
        self._missing, self._shared_until = frozenset(), 0.0

    def unknown(self) -> None:
        """An injection was refused because a parameter does not exist."""
        self._unknown.set()

    def taken(self) -> None:
        """An injection was refused because another plugin moves a parameter."""
        self._shared_until = self._clock() + SHARED_S

    async def run(self) -> None:
        """Create again what VTube Studio has forgotten; leave alone what it never had."""
        while True:
            await self._unknown.wait()
            await self.create()
            known = await known_parameters(self._link)
            self._missing = frozenset(self._names) - known
            if self._missing:
                what = f"VTube Studio has no parameter {', '.join(sorted(self._missing))}."
                self._told.once("parameters", what, "Check mouth_open and mouth_smile.")
            self._unknown.clear()
            await asyncio.sleep(REPAIR_S)
