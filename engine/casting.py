"""Who says the next line, and what is told of a voice that failed."""

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
from engine.values import Turn
from engine.voices.patience import Patience, stalled


class Picked(NamedTuple):
    """A voice for a text, the name that it was asked for by, and the text as it will read it."""

    name: str
    voice: Voice
    spoken: str


class Casting:
    """Chooses voices, and takes note of how they do. On the loop's thread.

    Args:
        road: the shared parts; its cast holds the voices.
    """

    def __init__(self, road: Road) -> None:
        self._road = road

    async def pick(self, text: str, whole: str, turn: Turn) -> Picked:
        """The best voice that can read ``text``, a piece of ``turn``, loaded now if it has to be.

        It is chosen by the languages of the ``whole`` reply, so that nobody changes voice in the middle of a message.

        Raises:
            UnspeakableError: none of those that are there can read it.
            VoiceError: none can be loaded.
        """
        unread: UnspeakableError | None = None
        fault: Exception = VoiceError("There is no voice.", "Name one in the profile.")
        asked, turn_id = turn.message.voice, turn.turn_id
        objection = self._road.cast.objection(asked) if asked else None
        if objection is not None:
            self._publish_fault(objection.what, objection.fix, turn_id)
        for name in self._road.cast.order(whole or text, asked):
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
        names = self.names_for(cue, asked)
        fault: Exception | None = None
        for place, name in enumerate(names):
            patience = self.patience(last=place + 1 == len(names))
            try:
                told = cue if name == cue.cast_as else recast(self._road, cue, name, await self.fetch(name))
                async with asyncio.timeout(patience.allowed_s(0.0)):
                    return told, await self._road.cast.work(name, told.voice.natural_seconds, told.line)
            except Exception as error:  # noqa: BLE001  a model may raise anything, and another may know
                error = stalled(name) if isinstance(error, TimeoutError) else error
                fault = fault or error
                self.failed(name, error, cue.line.turn_id, told_later=place + 1 == len(names))
        raise fault or VoiceError("There is no voice.", "Name one in the profile.")

    def names_for(self, cue: Cue, asked: str | None) -> list[str]:
        """Who may say ``cue``: the voice it was cast for, then the others, the best first."""
        order = self._road.cast.order(cue.written, asked)
        return [cue.cast_as, *(name for name in order if name != cue.cast_as)]

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
            return await asyncio.wait_for(cast.voice(name), self.patience(last=False).allowed_s(0.0))
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
            self.tell(name, "waiting", f"{what} Next try in {pause:.0f} s{stands_in}.")

    def succeeded(self, name: str) -> None:
        """A voice has spoken a line, or said hello, in time."""
        health = self._road.cast.health(name)
        if not health.well:
            health.recovered()
            if self._shown(name):
                self.tell(name, "connected", "ready")

    def _shown(self, name: str) -> bool:
        """Whether the panel keeps a line for this voice: those of a profile with several."""
        return len(self._road.cast.chain) > 1 and name in self._road.cast.chain

    def _publish_fault(self, what: str, fix: str, turn_id: int | None) -> None:
        now = self._road.clock()
        self._road.bus.publish(events.Failed(t=now, turn_id=turn_id, where="voice", what=what, fix=fix))

    def tell(self, name: str, state: State, detail: str) -> None:
        """Tell everybody how a voice is."""
        self._road.bus.publish(events.Connection(t=self._road.clock(), name=name, state=state, detail=detail))
