"""Says one cue: by its voice, and where that gives up, what is left of it by the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, TypeVar

import numpy as np

from engine.audio.pipe import Pipe
from engine.casting import Casting
from engine.cue import Cue
from engine.errors import StalledError
from engine.road import Road
from engine.understudy import recast, rest_for
from engine.values import Line, Mark, Samples
from engine.voices.cast import next_block
from engine.voices.marks import later
from engine.voices.patience import Patience, stalled

T = TypeVar("T")
_NOTHING = np.zeros(0, np.float32)
_ASKING_S = 0.5
"""Seconds a voice that failed may take to say how long its line would have been."""


class Utterance:
    """One line on its way to the playout. ``written`` counts its samples at the sink's rate; ``marks`` tell when its
    words begin, as far as the voice told.

    Args:
        road: the shared parts.
        casting: knows who else could speak.
        cue: what is to be said, and by whom.
        asked: the voice that the message asked for, if it did.
    """

    def __init__(self, road: Road, casting: Casting, cue: Cue, asked: str | None) -> None:
        self._road, self._casting, self._cue, self._asked = road, casting, cue, asked
        self._part = cue
        self._whole_s = 0.0
        self.written = 0
        self.first_s = self.synth_s = 0.0
        self.voices: list[str] = []
        self.marks: tuple[Mark, ...] = ()

    @property
    def line(self) -> Line:
        """As the voice that spoke last was given it."""
        return self._part.line

    async def sound(self) -> AsyncGenerator[Samples]:
        """Pieces at the sink's rate. Each word comes from one voice; which ones, ``voices`` says.

        Raises:
            StreamvoiceError: no voice could say it, or say it to its end.
        """
        names = self._casting.names_for(self._cue, self._asked)
        first_fault: Exception | None = None
        while True:
            name = names.pop(0)
            try:
                if not await self._take_over(name):
                    yield self._silence()
                    return
                async with aclosing(self._said_by(name, last=not names)) as pieces:
                    async for piece in pieces:
                        self.written += len(piece)
                        yield piece
            except Exception as error:  # noqa: BLE001  a model may raise anything, and another may speak
                first_fault = first_fault or error
                self._casting.failed(name, error, self._cue.line.turn_id, told_later=not names)
                if not names:
                    raise first_fault from None
                self._whole_s = self._whole_s or await self._estimated(name, error)
            else:
                self._casting.succeeded(name)
                return

    @property
    def _said_s(self) -> float:
        return self.written / self._road.playout.sample_rate

    async def _take_over(self, name: str) -> bool:
        """Let the voice called ``name`` go on; False where nothing is left to say."""
        if name == self._cue.cast_as:
            return True
        voice = await self._casting.fetch(name)
        if not self.written:
            self._part = recast(self._road, self._cue, name, voice)
            return True
        rest = rest_for(self._road, self._cue, name, voice, self._said_s, self._whole_s)
        self._part = rest or self._part
        return rest is not None

    async def _estimated(self, name: str, error: Exception) -> float:
        """About how long the whole line would have been in the first voice; one that hangs is not asked."""
        line = self._cue.line
        guess = line.duration or self._road.rate.sounding(line.text) * line.pace
        if line.duration or not self.written or isinstance(error, StalledError):
            return guess
        try:
            async with asyncio.timeout(_ASKING_S):
                return await self._road.cast.work(name, self._cue.voice.natural_seconds, line) * line.pace
        except Exception:  # noqa: BLE001  it has just failed, and may fail again
            return guess

    def _silence(self) -> Samples:
        """What is missing to an exact duration."""
        whole = round((self._cue.line.duration or 0.0) * self._road.playout.sample_rate)
        silence = np.zeros(max(0, whole - self.written), np.float32)
        self.written += len(silence)
        return silence

    async def _said_by(self, name: str, *, last: bool) -> AsyncGenerator[Samples]:
        """This voice's part, closed softly however it ends."""
        voice = self._part.voice
        pipe = Pipe(voice.sample_rate, self._road.playout.sample_rate)
        self.voices.append(voice.name)
        try:
            async with aclosing(self._blocks(name, self._casting.patience(last=last))) as blocks:
                async for block in blocks:
                    yield pipe.feed(block)
        except Exception:
            yield pipe.feed(_NOTHING, last=True)
            raise
        yield pipe.feed(_NOTHING, last=True)

    async def _blocks(self, name: str, patience: Patience) -> AsyncGenerator[Samples]:
        """The voice's blocks, some of them empty, each step on its thread."""
        before_s = self._said_s
        before = tuple(mark for mark in self.marks if mark.at_s < before_s)  # what a voice that gave up never said
        blocks = await self._step(name, patience, self._part.voice.speak, self.line)
        try:
            while (block := await self._step(name, patience, next_block, blocks)) is not None:
                if len(block):
                    self.first_s = self.first_s or self.synth_s
                    self.marks = (*before, *later(getattr(blocks, "marks", ()), before_s))
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
            raise stalled(name)
        found = step.result()
        patience.took(took_s, sounded=isinstance(found, np.ndarray) and len(found) > 0)
        return found


def _looked_at(task: asyncio.Future[Any]) -> None:
    """Whoever waited for it may have gone."""
    if not task.cancelled():
        task.exception()
