"""Who says the next line; and what becomes of a voice that failed: shunned, tried again unheard, told to everybody."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from engine import events
from engine.cue import Cue
from engine.errors import StalledError, UnspeakableError, UnsuitedError, VoiceError
from engine.events import State
from engine.protocols import Voice
from engine.road import Road
from engine.supervise import told
from engine.understudy import recast
from engine.voices.cast import greeting, next_block
from engine.voices.patience import Patience

_TICK_S = 0.1


class Picked(NamedTuple):
    """A voice for a text, the name that it was asked for by, and the text as it will read it."""

    name: str
    voice: Voice
    spoken: str


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

    async def pick(self, text: str, asked: str | None = None, turn_id: int | None = None) -> Picked:
        """The best voice that can read ``text``, loaded now if it has to be.

        Raises:
            UnspeakableError: none of those that are there can read it.
            VoiceError: none can be loaded.
        """
        unread: UnspeakableError | None = None
        fault: Exception = VoiceError("There is no voice.", "Name one in the profile.")
        objection = self._road.cast.objection(asked) if asked else None
        if objection is not None:
            self._publish_fault(objection.what, objection.fix, turn_id)
        for name in self._road.cast.order(text, asked):
            try:
                voice = await self.fetch(name)
                return Picked(name, voice, voice.speakable(text))
            except UnspeakableError as error:
                unread = unread or error
            except Exception as error:  # noqa: BLE001  whatever is wrong with one voice, another may speak
                self.failed(name, error, turn_id)
                fault = error
        raise unread or fault

    async def natural_seconds(self, cue: Cue, asked: str | None) -> tuple[Cue, float]:
        """How long ``cue`` naturally lasts, and the cue, with another voice where its own cannot tell.

        Raises:
            StreamvoiceError: no voice can tell.
        """
        order = self._road.cast.order(cue.written, asked)
        names = [cue.cast_as, *(name for name in order if name != cue.cast_as)]
        fault: Exception | None = None
        for place, name in enumerate(names):
            patience = self.patience(last=place + 1 == len(names))
            try:
                told = cue if name == cue.cast_as else recast(self._road, cue, name, await self.fetch(name))
                async with asyncio.timeout(patience.allowed_s(0.0)):
                    return told, await self._road.cast.work(name, told.voice.natural_seconds, told.line)
            except Exception as error:  # noqa: BLE001  a model may raise anything, and another may know
                stalled = StalledError(f"The voice {name} takes too long.", "Free its GPU or its network.")
                error = stalled if isinstance(error, TimeoutError) else error
                fault = fault or error
                self.failed(name, error, cue.line.turn_id, told_later=place + 1 == len(names))
        raise fault or VoiceError("There is no voice.", "Name one in the profile.")

    def patience(self, *, last: bool) -> Patience:
        """With one voice over one line; ``last`` says that no other could say it."""
        cast = self._road.cast
        return Patience(cast.fallback, endless=len(cast.chain) == 1, last=last, realtime=self._road.sink.realtime)

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
            self._publish_fault(what, fix, turn_id)
        cast = self._road.cast
        if isinstance(error, StalledError) and cast.loading(name):
            return  # another voice of its family is being loaded, which is no fault of this one
        pause = cast.health(name).failed()
        if self._shown(name):
            stands_in = f"; {cast.present} speaks" if cast.present != name else ""
            self._tell(name, "waiting", f"{what} Next try in {pause:.0f} s{stands_in}.")

    def succeeded(self, name: str) -> None:
        """A voice has spoken a line, or said hello, in time."""
        health = self._road.cast.health(name)
        if not health.well:
            health.recovered()
            if self._shown(name):
                self._tell(name, "connected", "ready")

    def _shown(self, name: str) -> bool:
        """Whether the panel keeps a line for this voice: those of a profile with several."""
        return len(self._road.cast.chain) > 1 and name in self._road.cast.chain

    def _publish_fault(self, what: str, fix: str, turn_id: int | None) -> None:
        now = self._road.clock()
        self._road.bus.publish(events.Failed(t=now, turn_id=turn_id, where="voice", what=what, fix=fix))

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
