"""Puts faces on and takes them off, one after the other; only the latest wish counts, and nothing stays on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from plugins.vtube_studio.faults import PASSING, RefusedError
from plugins.vtube_studio.model import Wearable
from plugins.vtube_studio.requests import Request
from plugins.vtube_studio.settings import FaceSettings

AGAIN_S = 0.5
"""Until a hotkey that could not be pressed just now is tried again."""


class Wardrobe:
    """Call ``run`` in a task of its own.

    Args:
        ask: carries out a request; raises RefusedError.
        on_fault: gets what cannot be worn, and what to do.
    """

    def __init__(self, ask: Callable[[Request], Awaitable[object]], on_fault: Callable[[str, str], None]) -> None:
        self._ask, self._on_fault = ask, on_fault
        self._known: dict[FaceSettings, Wearable] = {}
        self._wanted: FaceSettings | None = None
        self._on: Wearable | None = None
        self._wake = asyncio.Event()

    def fill(self, wearables: Sequence[Wearable]) -> None:
        """A model was loaded: these can be worn, and none is."""
        self._known = {each.face: each for each in wearables}
        self._on = None
        self._wake.set()

    @property
    def faces(self) -> tuple[FaceSettings, ...]:
        """What can be worn."""
        return tuple(self._known)

    def want(self, face: FaceSettings | None) -> None:
        """What shall be worn from now on."""
        if face != self._wanted:
            self._wanted = face
            self._wake.set()

    def left_on(self) -> Request | None:
        """What takes off the face that is on; None where nothing has to be."""
        return self._on.off if self._on is not None else None

    async def run(self) -> None:
        """Follow the wishes for ever."""
        while True:
            self._wake.clear()
            while (wanted := self._known.get(self._wanted) if self._wanted else None) is not self._on:
                if not await self._change(wanted):
                    await asyncio.sleep(AGAIN_S)
            await self._wake.wait()

    async def _change(self, wanted: Wearable | None) -> bool:
        """Take a step towards ``wanted``; False where it has to be tried again."""
        if (worn := self._on) is not None:
            done = worn.off is None or await self._done(worn.off, worn)
            if done and self._on is worn:
                self._on = None
            return done
        if wanted is None:
            return True
        # From here on it may be on, whatever becomes of the answer.
        self._on = wanted
        if await self._done(wanted.on, wanted):
            return True
        if self._on is wanted:
            self._on = None
        return False

    async def _done(self, request: Request, worn: Wearable) -> bool:
        try:
            await self._ask(request)
        except RefusedError as error:
            if error.error_id in PASSING:
                return False
            if self._known.pop(worn.face, None) is not None:
                self._on_fault(f"{worn.face.name!r}: {error.what}", error.fix)
            if self._on is worn:
                self._on = None
        return True
