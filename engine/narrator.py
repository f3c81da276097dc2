"""Speaks one turn: each cue of its script through the voice into the playout, the next made while this one plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import numpy as np

from engine import events
from engine.audio.pipe import Pipe
from engine.errors import VoiceError
from engine.listener import Listener
from engine.performance import ChunkRecord, Performance
from engine.protocols import Voice
from engine.road import Road
from engine.script import Cue, Script
from engine.values import Samples

TURN_GAP_S = 0.45
"""Silence between two people's messages."""
_POLL_S = 0.01
_NOTHING = np.zeros(0, np.float32)


class Narrator:
    """Turns a performance's turn into sound. One turn at a time; cancelling the task abandons the rest."""

    def __init__(self, road: Road, listener: Listener) -> None:
        self._road = road
        self._listener = listener

    async def perform(self, performance: Performance) -> None:
        """Speak the whole turn.

        Raises:
            StreamvoiceError: the voice failed; what was written so far still plays.
        """
        voice = await self._voice(performance)
        self._gap(performance)
        async for cue in Script(self._road, performance.turn, voice, self._room).cues():
            await self._say(performance, voice, cue)
        # A zero-length end also covers a turn whose last sentence could not be spoken.
        ids = (performance.turn.turn_id, 0, performance.generation)
        self._road.playout.write(*ids, _NOTHING, speech=False, final=True)

    async def _voice(self, performance: Performance) -> Voice:
        """The voice the message asks for, or one that is loaded where there is none of that name."""
        cast = self._road.cast
        try:
            return await cast.voice(performance.turn.message.voice)
        except VoiceError as error:
            spare = cast.spare()
            if spare is None:
                raise
            self._publish(performance, events.Failed, where="voice", what=error.what, fix=error.fix)
            return spare

    async def _say(self, performance: Performance, voice: Voice, cue: Cue) -> None:
        record = performance.chunks[cue.line.index] = ChunkRecord(cue.written, cue.line.emotion)
        pipe = Pipe(voice.sample_rate, self._road.playout.sample_rate)
        blocks = voice.speak(cue.line)
        first_s = synth_s = 0.0
        block: Samples | None = _NOTHING
        while block is not None:
            begun = self._road.clock()
            block = await self._road.cast.work(_step, blocks)
            synth_s += self._road.clock() - begun
            first_s = first_s or synth_s
            ready = pipe.feed(_NOTHING if block is None else block, last=block is None)
            record.written += len(ready)
            await self._write(performance, cue, ready)
        record.complete = True
        self._report(performance, cue, record.written / self._road.playout.sample_rate, first_s, synth_s)
        pause = np.zeros(round(cue.pause_s * self._road.playout.sample_rate), np.float32)
        await self._write(performance, cue, pause, speech=False)

    async def _write(self, performance: Performance, cue: Cue, samples: Samples, speech: bool = True) -> None:
        ids = (performance.turn.turn_id, cue.line.index, performance.generation)
        while len(samples):
            samples = samples[self._road.playout.write(*ids, samples, speech=speech) :]
            if len(samples):
                await asyncio.sleep(_POLL_S)

    def _gap(self, performance: Performance) -> None:
        """Keep turns apart: what is missing to the gap since the last speech goes before this one."""
        playout = self._road.playout
        wanted = TURN_GAP_S * self._road.pacer.pace * playout.sample_rate
        since = 0 if playout.buffered else playout.position - self._listener.speech_end
        missing = np.zeros(max(0, round(wanted - since)), np.float32)
        playout.write(performance.turn.turn_id, 0, performance.generation, missing, speech=False)

    async def _room(self) -> None:
        """Wait until less than the look-ahead is in hand; as late as safe, so that skips and deletes cost little."""
        while self._road.sink.realtime and self._road.in_hand_s > self._road.pace_settings.lookahead_s:
            await asyncio.sleep(_POLL_S)

    def _report(self, performance: Performance, cue: Cue, seconds: float, first_s: float, synth_s: float) -> None:
        line = cue.line
        if line.duration is None:
            self._road.rate.learn(cue.written, seconds / line.pace)
        self._publish(
            performance, events.Chunk, index=line.index, text=cue.written, spoken_as=line.text,
            emotion=dict(line.emotion.items()), seconds=seconds, pause=cue.pause_s, pace=line.pace,
            first_block_s=first_s, synth_s=synth_s, voice=line.voice,
        )  # fmt: skip

    def _publish(self, performance: Performance, kind: Callable[..., events.Event], **details: object) -> None:
        self._road.bus.publish(kind(t=self._road.clock(), turn_id=performance.turn.turn_id, **details))


def _step(blocks: Iterator[Samples]) -> Samples | None:
    # StopIteration cannot cross a future, so the end is None.
    return next(blocks, None)
