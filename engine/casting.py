"""Who says the next line; and what becomes of a voice that failed: shunned, tried again unheard, told to everybody."""

from __future__ import annotations

import asyncio

from engine import events
from engine.errors import StalledError, UnsuitedError, VoiceError
from engine.events import State
from engine.protocols import Voice
from engine.road import Road
from engine.supervise import told
from engine.voices.cast import greeting, next_block

_TICK_S = 0.1


class Casting:
    """Chooses voices and keeps them well. On the loop's thread.

    Args:
        road: the shared parts; its cast holds the voices.
    """

    def __init__(self, road: Road) -> None:
        self._road = road
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
                self.failed(name, voice)
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

    async def pick(self, text: str, asked: str | None = None, turn_id: int | None = None) -> tuple[str, Voice]:
        """The name by which the best voice for ``text`` was asked for, and the voice, loaded now if it has to be.

        Raises:
            VoiceError: none can be loaded.
        """
        fault: Exception = VoiceError("There is no voice.", "Name one in the profile.")
        for name in self._road.cast.order(text, asked):
            try:
                return name, await self.fetch(name)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one voice, another may speak
                self.failed(name, error, turn_id)
                fault = error
        raise fault

    async def fetch(self, name: str) -> Voice:
        """The voice called ``name``; where others are there, loading it may take no longer than a first sound.

        Raises:
            VoiceError: it cannot be loaded.
            StalledError: it is not there yet.
        """
        cast = self._road.cast
        if not cast.ready() or cast.loaded(name):
            return await cast.voice(name)
        try:
            return await asyncio.wait_for(cast.voice(name), cast.fallback.first_s)
        except TimeoutError:
            raise StalledError(f"The voice {name} is still loading.", "It speaks as soon as it is there.") from None

    def failed(self, name: str, error: Exception, turn_id: int | None = None, *, told_later: bool = False) -> None:
        """A voice gave up a line, or could not be loaded; a line that no voice could say so is no fault of its own.

        ``told_later``: the error goes on to somebody who publishes it.
        """
        if isinstance(error, UnsuitedError):
            return
        what, fix = told(error)
        if not told_later:
            now = self._road.clock()
            self._road.bus.publish(events.Failed(t=now, turn_id=turn_id, where="voice", what=what, fix=fix))
        pause = self._road.cast.health(name).failed()
        if len(self._road.cast.chain) > 1:
            speaks = self._road.cast.present
            stands_in = f"; {speaks} speaks" if speaks != name else ""
            self._tell(name, "waiting", f"{what} Next try in {pause:.0f} s{stands_in}.")

    def succeeded(self, name: str) -> None:
        """A voice has spoken a line, or said hello, in time."""
        health = self._road.cast.health(name)
        if not health.well:
            health.recovered()
            self._tell(name, "connected", "ready")

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
        self._tell(name, "connecting", "loading")
        voice = await self._road.cast.voice(name)
        self._tell(name, "connected", "ready")
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
            self.failed(name, error)
        else:
            self.succeeded(name)

    async def _greet(self, name: str) -> None:
        """Up to the first sound, step by step, so that voices of the same model can speak meanwhile."""
        cast = self._road.cast
        blocks = await cast.work(name, greeting, await cast.voice(name))
        try:
            while (block := await cast.work(name, next_block, blocks)) is not None and not len(block):
                pass
        finally:
            cast.abandon(name, blocks)

    def _tell(self, name: str, state: State, detail: str) -> None:
        self._road.bus.publish(events.Connection(t=self._road.clock(), name=name, state=state, detail=detail))
