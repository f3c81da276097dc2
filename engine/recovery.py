"""Keeps the profile's voices ready: loads them, and tries those that failed again, unheard."""

from __future__ import annotations

import asyncio

from engine.casting import Casting
from engine.errors import StalledError
from engine.protocols import Voice
from engine.road import Road
from engine.voices.cast import greeting, next_block

_TICK_S = 0.1


class Recovery:
    """Works beside the stream, on the loop's thread.

    Args:
        road: the shared parts; its cast holds the voices.
        casting: is told how the voices are.
    """

    def __init__(self, road: Road, casting: Casting) -> None:
        self._road = road
        self._casting = casting
        self._tries: dict[str, asyncio.Task[None]] = {}

    async def open_all(self) -> Voice:
        """Load the profile's voices side by side; returns the first that there is.

        Raises:
            VoiceError: none can be loaded.
        """
        chain = self._road.cast.chain
        found = await asyncio.gather(*(self._open(name) for name in chain), return_exceptions=True)
        for name, voice in zip(chain, found, strict=True):
            if isinstance(voice, Exception) and len(chain) > 1:
                self._casting.failed(name, voice)
        voices = [voice for voice in found if not isinstance(voice, BaseException)]
        if not voices:
            raise next(error for error in found if isinstance(error, BaseException))
        return voices[0]

    async def run(self) -> None:
        """Load what a new profile brings and try again what failed, for ever."""
        while True:
            for name in self._road.cast.chain:
                if self._wanted(name):
                    self._tries[name] = asyncio.create_task(self._try(name), name=f"trying {name}")
            await asyncio.sleep(_TICK_S)

    def _wanted(self, name: str) -> bool:
        if name in self._tries and not self._tries[name].done():
            return False
        cast = self._road.cast
        health = cast.health(name)
        # A voice that is alone is tried with every line anyhow.
        return len(cast.chain) > 1 and (health.due or (health.well and cast.loaded(name) is None))

    async def _open(self, name: str) -> Voice:
        if len(self._road.cast.chain) == 1:
            return await self._road.cast.voice(name)
        self._casting.tell(name, "connecting", "loading")
        voice = await self._road.cast.voice(name)
        self._casting.tell(name, "connected", "ready")
        return voice

    async def _try(self, name: str) -> None:
        """Load a voice or have it speak to nobody; too slow is as bad as broken."""
        cast = self._road.cast
        try:
            await cast.voice(name)
            begun = self._road.clock()
            await self._greet(name)
            if (took_s := self._road.clock() - begun) > cast.fallback.first_s:
                raise StalledError(
                    f"The voice {name} took {took_s:.1f} s to say hello.", "Free its GPU or its network."
                )
        except Exception as error:  # noqa: BLE001  a model may raise anything
            self._casting.failed(name, error)
        else:
            self._casting.succeeded(name)

    async def _greet(self, name: str) -> None:
        """Up to the first sound, step by step, so that voices of the same model can speak meanwhile."""
        cast = self._road.cast
        blocks = await cast.work(name, greeting, await cast.voice(name))
        try:
            while (block := await cast.work(name, next_block, blocks)) is not None and not len(block):
                pass
        finally:
            cast.abandon(name, blocks)
