"""Says one cue: by its voice, and where that gives up, what is left of it by the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, TypeVar

import numpy as np

from engine.audio.pipe import Pipe
from engine.casting import Casting
from engine.errors import StalledError
from engine.protocols import Voice
from engine.road import Road
from engine.script import Cue
from engine.understudy import relined
from engine.values import Samples
from engine.voices.cast import next_block
from engine.voices.patience import Patience

T = TypeVar("T")
_NOTHING = np.zeros(0, np.float32)


class Utterance:
    """One line on its way to the playout. ``written`` counts its samples at the sink's rate.

    Args:
        road: the shared parts.
        casting: knows who else could speak.
        cue: what is to be said, and by whom.
        asked: the voice that the message asked for, if it did.
    """

    def __init__(self, road: Road, casting: Casting, cue: Cue, asked: str | None) -> None:
        self._road, self._casting, self._cue, self._asked = road, casting, cue, asked
        self.line = cue.line
        """As the voice that spoke last was given it."""
        self.written = 0
        self.first_s = self.synth_s = 0.0
        self.voices: list[str] = []

    async def sound(self) -> AsyncGenerator[Samples]:
        """Pieces at the sink's rate. Each word comes from one voice; which ones, ``voices`` says.

        Raises:
            StreamvoiceError: no voice could say it, or say it to its end.
        """
        names = self._names()
        first_fault: Exception | None = None
        while True:
            name = names.pop(0)
            try:
                voice = await self._ready(name)
                async for piece in self._said_by(name, voice, patient=not names):
                    self.written += len(piece)
                    yield piece
            except Exception as error:  # noqa: BLE001  a model may raise anything, and another may speak
                first_fault = first_fault or error
                self._casting.failed(name, error, self._cue.line.turn_id, told_later=not names)
                if not names:
                    raise first_fault from None
            else:
                self._casting.succeeded(name)
                return

    def _names(self) -> list[str]:
        order = self._road.cast.order(self._cue.line.text, self._asked)
        return [self._cue.cast_as, *(name for name in order if name != self._cue.cast_as)]

    async def _ready(self, name: str) -> Voice:
        if name == self._cue.cast_as:
            return self._cue.voice
        voice = await self._casting.fetch(name)
        said_s = self.written / self._road.playout.sample_rate
        self.line = relined(self._road, self._cue.line, self._cue.felt, voice, said_s)
        return voice

    async def _said_by(self, name: str, voice: Voice, *, patient: bool) -> AsyncGenerator[Samples]:
        """This voice's part, closed softly however it ends."""
        pipe = Pipe(voice.sample_rate, self._road.playout.sample_rate)
        self.voices.append(voice.name)
        patience = Patience(self._road.cast.fallback, endless=patient, realtime=self._road.sink.realtime)
        try:
            async with aclosing(self._blocks(name, voice, patience)) as blocks:
                async for block in blocks:
                    yield pipe.feed(block)
        except Exception:
            yield pipe.feed(_NOTHING, last=True)
            raise
        yield pipe.feed(_NOTHING, last=True)

    async def _blocks(self, name: str, voice: Voice, patience: Patience) -> AsyncGenerator[Samples]:
        """The voice's blocks, some of them empty, each step on its thread."""
        blocks = await self._step(name, patience, voice.speak, self.line)
        try:
            while (block := await self._step(name, patience, next_block, blocks)) is not None:
                if len(block):
                    self.first_s = self.first_s or self.synth_s
                yield block
        finally:
            self._road.cast.abandon(name, blocks)

    async def _step(self, name: str, patience: Patience, task: Callable[..., T], argument: object) -> T:
        begun = self._road.clock()
        step = asyncio.ensure_future(self._road.cast.work(name, task, argument))
        step.add_done_callback(_looked_at)
        done, _ = await asyncio.wait({step}, timeout=patience.allowed_s(self._road.in_hand_s))
        took_s = self._road.clock() - begun
        self.synth_s += took_s
        if not done:
            raise StalledError(f"The voice {name} takes too long.", "Free its GPU or its network.")
        found = step.result()
        patience.took(took_s, sounded=isinstance(found, np.ndarray) and len(found) > 0)
        return found


def _looked_at(task: asyncio.Future[Any]) -> None:
    """Whoever waited for it may have gone."""
    if not task.cancelled():
        task.exception()
