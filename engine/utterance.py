"""Says one cue: by its voice, and where that gives up, what is left of it by the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator

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
        blocks = voice.speak(self.line)
        limits = self._road.cast.fallback
        sounding, silent_s = False, 0.0
        try:
            while True:
                allowed = None if patient else limits.step_s if sounding else limits.first_s - silent_s
                begun = self._road.clock()
                block = await self._step(name, blocks, allowed)
                took_s = self._road.clock() - begun
                self.synth_s += took_s
                silent_s = 0.0 if block is None or len(block) else silent_s + took_s
                if block is None:
                    break
                if len(block):
                    sounding, self.first_s = True, self.first_s or self.synth_s
                yield pipe.feed(block)
        except Exception:
            yield pipe.feed(_NOTHING, last=True)
            raise
        finally:
            self._road.cast.abandon(name, blocks)
        yield pipe.feed(_NOTHING, last=True)

    async def _step(self, name: str, blocks: Iterator[Samples], allowed_s: float | None) -> Samples | None:
        task = asyncio.ensure_future(self._road.cast.work(name, next_block, blocks))
        task.add_done_callback(_looked_at)
        done, _ = await asyncio.wait({task}, timeout=None if allowed_s is None else max(0.0, allowed_s))
        if not done:
            raise StalledError(
                f"The voice {name} takes too long.", "Free its GPU or its network; another voice speaks."
            )
        return task.result()


def _looked_at(task: asyncio.Future[Samples | None]) -> None:
    """Whoever waited for it may have gone."""
    if not task.cancelled():
        task.exception()
